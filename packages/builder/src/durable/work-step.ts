import { messageOf, SandsmithError } from '@sandsmith/foundation/errors';
import type { BuilderContext } from '../builder-context.ts';
import type { WorkScope } from '../events/build-recorder.ts';
import { StoppedError } from './build-scopes.ts';

/** Results are stored as JSON: errors travel as data, so that a replay throws what the first run threw. */
type StepResult<T> =
  | { kind: 'value'; value: T }
  | { kind: 'stopped' }
  | { kind: 'error'; code: string; message: string; details: Record<string, unknown> };

export interface WorkStep {
  buildId: string;
  round: number;
  /** Unique within its workflow. */
  name: string;
  /** Heavy steps (a model call, a container) wait for one of the builder's slots. */
  isHeavy?: boolean;
}

async function attempt<T>(
  context: BuilderContext,
  step: WorkStep,
  work: (scope: WorkScope) => Promise<T>,
): Promise<StepResult<T>> {
  const { buildId, round } = step;
  let wasAborted = () => false;
  try {
    const value = await context.scopes.run(buildId, round, (signal) => {
      wasAborted = () => signal.aborted;
      const call = async () => {
        signal.throwIfAborted();
        return work({ buildId, round, signal });
      };
      return step.isHeavy ? context.slots.run(call, { signal }) : call();
    });
    return { kind: 'value', value };
  } catch (error) {
    if (error instanceof StoppedError || wasAborted()) return { kind: 'stopped' };
    if (error instanceof SandsmithError) {
      const { code, message, details } = error;
      return { kind: 'error', code, message, details };
    }
    context.logger.error({ err: error, buildId, step: step.name }, 'A step of a build broke');
    return { kind: 'error', code: 'internal.error', message: messageOf(error), details: {} };
  }
}

/** One remembered step of a build's workflow. While the server stops it never settles, and is done again at the next start. */
export async function workStep<T>(
  context: BuilderContext,
  step: WorkStep,
  work: (scope: WorkScope) => Promise<T>,
): Promise<T> {
  const result = await context.durable.step(step.name, async () => {
    const outcome = await attempt(context, step, work);
    // Whatever an abort made of the work while the server stops is not to be remembered.
    return context.scopes.isClosing ? new Promise<never>(() => undefined) : outcome;
  });
  if (result.kind === 'value') return result.value;
  if (result.kind === 'stopped') throw new StoppedError();
  const { code, message, details } = result;
  throw new SandsmithError({ code, message, details });
}
