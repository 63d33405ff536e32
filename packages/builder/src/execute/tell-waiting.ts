import type { RunEvent } from '@sandsmith/contracts/events/run-events';
import type { BuilderContext } from '../builder-context.ts';
import type { WorkScope } from '../events/build-recorder.ts';

/** What a run waits for, in words; undefined for an event that tells of nothing of the kind. */
export function waitingWords(event: RunEvent): string | undefined {
  if (event.type === 'run.preparing') return event.message;
  if (event.type !== 'run.queued') return undefined;
  return event.position === 1 ? 'Next in the queue' : `Number ${event.position} in the queue`;
}

/** Stores why a command has not started yet, each reason once, and that it has started after all. */
export function createWaitingTeller(
  { recorder }: Pick<BuilderContext, 'recorder'>,
  scope: WorkScope,
  stepId: string,
): (event: RunEvent) => Promise<void> | undefined {
  let told: string | null = null;
  return (event) => {
    const message = event.type === 'run.started' ? null : waitingWords(event);
    if (message === undefined || message === told) return undefined;
    told = message;
    return recorder.append(scope, { type: 'command.waiting', stepId, payload: { message } });
  };
}
