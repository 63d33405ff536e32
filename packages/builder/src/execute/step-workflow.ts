import type { BuildFailure } from '@sandsmith/contracts/domain/build';
import type { StepStatus } from '@sandsmith/contracts/domain/plan';
import { isSandsmithError, SandsmithError } from '@sandsmith/foundation/errors';
import type { BuilderContext } from '../builder-context.ts';
import { StoppedError } from '../durable/build-scopes.ts';
import { workStep } from '../durable/work-step.ts';
import type { WorkScope } from '../events/build-recorder.ts';
import { failureOf } from '../round/build-failures.ts';
import { awaitSandbox } from './await-sandbox.ts';
import { applyRepair, maxRepairs, proposeRepair } from './repair-step.ts';
import { type CommandOutcome, runCommand } from './run-command.ts';
import { readStep } from './step-facts.ts';
import { writeFile } from './write-file.ts';

/** What became of one step. `stopped`: the build was cancelled, and its state is told already. */
export type StepOutcome =
  | { status: 'succeeded' | 'skipped' | 'stopped' }
  | { status: 'failed'; failure: BuildFailure };

export interface StepPlace {
  buildId: string;
  round: number;
  stepId: string;
}

const lookAgainMs = 2_000;
/** Infrastructure that says it is well and yet fails this often in a row is broken in a way that waiting does not mend. */
const maxInfrastructureFailures = 6;

export const stepsWakeKey = (buildId: string) => `steps/${buildId}`;

type Readiness = { ready: true } | { ready: false; blockedBy: string; status: StepStatus };

async function awaitDependencies(
  context: BuilderContext,
  scope: WorkScope,
  stepId: string,
): Promise<Readiness> {
  const { step } = await readStep(context, scope, stepId);
  for (;;) {
    scope.signal.throwIfAborted();
    const states = await context.recorder.patiently(scope.signal, () => context.builds.steps(scope.buildId));
    const needed = states.filter((state) => step.dependsOn.includes(state.stepId));
    const blocking = needed.find(({ status }) => ['failed', 'skipped', 'cancelled'].includes(status));
    if (blocking) return { ready: false, blockedBy: blocking.stepId, status: blocking.status };
    if (needed.filter(({ status }) => status === 'succeeded').length === step.dependsOn.length)
      return { ready: true };
    await context.wakes.wait(stepsWakeKey(scope.buildId), { timeoutMs: lookAgainMs, signal: scope.signal });
  }
}

/** Ends the step in the store, once, and wakes those that wait for it. */
async function settle(
  context: BuilderContext,
  scope: WorkScope,
  entry: Parameters<BuilderContext['recorder']['record']>[1],
): Promise<void> {
  await context.recorder.record(scope, entry);
  context.wakes.wake(stepsWakeKey(scope.buildId));
}

/** Runs the command until the infrastructure lets it run: its failures are nobody's fault and are not counted. */
async function runUntilJudged(
  context: BuilderContext,
  place: StepPlace,
  attempt: number,
): Promise<CommandOutcome> {
  const { stepId } = place;
  for (let failures = 0; ; ) {
    const name = failures === 0 ? `run-${attempt}` : `run-${attempt}-again-${failures}`;
    const outcome = await workStep(context, { ...place, name, isHeavy: true }, (scope) =>
      runCommand(context, scope, { stepId, attempt }),
    );
    if (outcome.infrastructure === undefined) return outcome;
    failures += 1;
    const reason = outcome.infrastructure;
    if (failures >= maxInfrastructureFailures)
      throw new SandsmithError({
        code: 'sandbox.failed',
        message: `The container engine failed ${failures} times in a row although it answers: ${reason}`,
      });
    await workStep(context, { ...place, name: `await-sandbox-${attempt}-${failures}` }, (scope) =>
      awaitSandbox(context, scope, { reason, failures }),
    );
  }
}

interface Accepted {
  attempts: number;
  exitCode: number | null;
}

function giveUp(
  run: CommandOutcome,
  facts: { stepId: string; tried: string[]; isStuck: boolean },
): BuildFailure {
  const { stepId, tried, isStuck } = facts;
  const stuck =
    ' The last repair changed nothing and the same failure came back, so further repairs were not tried.';
  const repairs = tried.length === 1 ? 'one repair' : `${tried.length} repairs`;
  return {
    code: 'build.step-failed',
    message: `The step ${stepId} still fails after ${repairs}. ${run.explanation}${isStuck ? stuck : ''}`,
    stepId,
    lines: run.lines,
    tried,
    nextActions: [
      'Look at the last lines of the output, mend the files in the editor, and resume the build.',
      'Say more precisely what you want in a new build, or use a stronger model.',
    ],
  };
}

/** Runs the acceptance command; where it fails, lets the model mend the files and runs it again, at most three times. */
async function runAndRepair(
  context: BuilderContext,
  place: StepPlace,
): Promise<Accepted | { failure: BuildFailure; attempts: number; exitCode: number | null }> {
  const { stepId } = place;
  const earlierSignatures: string[] = [];
  const tried: string[] = [];
  let hasChanged = true;
  for (let attempt = 1; ; attempt += 1) {
    const run = await runUntilJudged(context, place, attempt);
    const { exitCode } = run;
    if (run.status === 'succeeded' && exitCode === 0) return { attempts: attempt, exitCode };
    const isStuck = !hasChanged && earlierSignatures.at(-1) === run.signature;
    if (isStuck || attempt > maxRepairs)
      return { failure: giveUp(run, { stepId, tried, isStuck }), attempts: attempt, exitCode };
    const facts = {
      ...{ stepId, repair: attempt, failure: run },
      earlierSignatures: [...earlierSignatures],
      tried: [...tried],
    };
    const { diagnosis, files } = await workStep(
      context,
      { ...place, name: `repair-${attempt}`, isHeavy: true },
      (scope) => proposeRepair(context, scope, facts),
    );
    await workStep(context, { ...place, name: `apply-repair-${attempt}` }, (scope) =>
      applyRepair(context, scope, { stepId, repair: attempt, files }),
    );
    earlierSignatures.push(run.signature);
    const changed = files.map(({ path }) => path);
    tried.push(diagnosis || `Changed ${changed.join(', ') || 'nothing'}.`);
    hasChanged = changed.length > 0;
  }
}

async function skip(context: BuilderContext, place: StepPlace, blockedBy: string): Promise<StepOutcome> {
  const { stepId } = place;
  await workStep(context, { ...place, name: 'skip' }, (scope) =>
    settle(context, scope, {
      once: `${scope.round}/${stepId}/skipped`,
      steps: [{ stepId, status: 'skipped', finishedAt: new Date() }],
      events: [
        {
          type: 'step.skipped',
          stepId,
          payload: { reason: `The step ${blockedBy}, which it needs, was not finished.` },
        },
      ],
    }),
  );
  return { status: 'skipped' };
}

async function fail(
  context: BuilderContext,
  place: StepPlace,
  ended: { failure: BuildFailure; attempts: number; exitCode: number | null },
): Promise<StepOutcome> {
  const { stepId } = place;
  const { failure, attempts, exitCode } = ended;
  await workStep(context, { ...place, name: 'fail' }, (scope) =>
    settle(context, scope, {
      once: `${scope.round}/${stepId}/failed`,
      steps: [{ stepId, status: 'failed', exitCode, finishedAt: new Date() }],
      events: [{ type: 'step.failed', stepId, payload: { attempts, exitCode, message: failure.message } }],
    }),
  );
  return { status: 'failed', failure };
}

async function carryOut(context: BuilderContext, place: StepPlace): Promise<StepOutcome> {
  const { stepId } = place;
  const files = await workStep(context, { ...place, name: 'start' }, async (scope) => {
    await context.recorder.record(scope, {
      once: `${scope.round}/${stepId}/started`,
      steps: [{ stepId, status: 'running', startedAt: new Date() }],
      events: [{ type: 'step.started', stepId, payload: { attempt: scope.round } }],
    });
    return (await readStep(context, scope, stepId)).step.files;
  });
  for (const path of files)
    await workStep(context, { ...place, name: `write ${path}`, isHeavy: true }, (scope) =>
      writeFile(context, scope, { stepId, path }),
    );
  const result = await runAndRepair(context, place);
  if ('failure' in result) return fail(context, place, result);
  await workStep(context, { ...place, name: 'succeed' }, (scope) =>
    settle(context, scope, {
      once: `${scope.round}/${stepId}/succeeded`,
      steps: [{ stepId, status: 'succeeded', exitCode: result.exitCode, finishedAt: new Date() }],
      events: [{ type: 'step.succeeded', stepId, payload: result }],
    }),
  );
  return { status: 'succeeded' };
}

/** One plan step from waiting for what it needs to green, failed or skipped. Never throws. */
export async function stepWorkflow(context: BuilderContext, place: StepPlace): Promise<StepOutcome> {
  try {
    const readiness = await workStep(context, { ...place, name: 'await-dependencies' }, (scope) =>
      awaitDependencies(context, scope, place.stepId),
    );
    if (!readiness.ready) return await skip(context, place, readiness.blockedBy);
    return await carryOut(context, place);
  } catch (error) {
    if (error instanceof StoppedError) return { status: 'stopped' };
    try {
      const failure = failureOf(error, place.stepId);
      return await fail(context, place, { failure, attempts: 1, exitCode: null });
    } catch (unrecorded) {
      if (unrecorded instanceof StoppedError || isSandsmithError(unrecorded)) return { status: 'stopped' };
      throw unrecorded;
    }
  }
}
