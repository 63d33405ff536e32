import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { PlanStep } from '@sandsmith/contracts/domain/plan';
import type { RunLimits, RunResult } from '@sandsmith/contracts/domain/run';
import { newId } from '@sandsmith/foundation/ids';
import { runToEnd, type SandboxRequest } from '@sandsmith/sandbox/sandbox-port';
import type { BuilderContext } from '../builder-context.ts';
import type { WorkScope } from '../events/build-recorder.ts';
import { createOutputStream } from '../events/output-stream.ts';
import { endingOf, explainEnding } from './describe-ending.ts';
import { signFailure, withoutTerminalCodes } from './failure-signature.ts';
import { type NewArtifact, newArtifacts } from './run-artifacts.ts';
import { gatherRunFiles, type RunFiles } from './run-files.ts';
import { readStep, type StepFacts } from './step-facts.ts';
import { createWaitingTeller } from './tell-waiting.ts';

const mib = 1024 * 1024;
const keptOutputCharacters = 16_000;

/** Builds work on whole documents: they get more than a run asked for by itself. */
const limits: Partial<RunLimits> = {
  wallTimeMs: 300_000,
  cpuTimeMs: 300_000,
  memoryBytes: 2_048 * mib,
  workBytes: 1_024 * mib,
};

/** One run of a step's acceptance command, as remembered. */
export interface CommandOutcome {
  status: RunResult['status'];
  exitCode: number | null;
  ending: string;
  explanation: string;
  stdout: string;
  stderr: string;
  signature: string;
  lines: string[];
  /** Why the infrastructure failed, where it did. */
  infrastructure?: string;
}

function requestFor(
  facts: StepFacts,
  run: { id: string; files: RunFiles; directory: string },
): SandboxRequest {
  const { build, plan, step, ownerId } = facts;
  const isInstall = step.kind === 'install';
  const usesPackages = plan.steps.some(({ kind }) => kind === 'install');
  const access = isInstall ? ('write' as const) : ('read' as const);
  return {
    runId: run.id,
    ownerId,
    language: step.language,
    files: run.files.files,
    command: step.acceptance.command,
    limits,
    network: isInstall ? 'packages' : 'none',
    ...(usesPackages && { dependencies: { key: build.projectId, access } }),
    artifactsDirectory: run.directory,
  };
}

async function announce(
  context: BuilderContext,
  scope: WorkScope,
  { step, attempt }: { step: PlanStep; attempt: number },
): Promise<void> {
  const network = step.kind === 'install' ? 'packages' : 'none';
  const { command } = step.acceptance;
  await context.recorder.record(scope, {
    steps: [{ stepId: step.id, attempts: attempt }],
    events: [
      {
        type: 'command.started',
        stepId: step.id,
        payload: { command, language: step.language, network, attempt },
      },
    ],
  });
}

async function tell(
  context: BuilderContext,
  scope: WorkScope,
  finished: { stepId: string; result: RunResult; artifacts: NewArtifact[] },
): Promise<void> {
  const { stepId, result, artifacts } = finished;
  const { status, exitCode, signal, limit, message, wallTimeMs, cpuTimeMs, peakMemoryBytes } = result;
  const skipped = status === 'succeeded' ? result.skippedArtifacts : [];
  await context.recorder.record(scope, {
    steps: [{ stepId, exitCode }],
    artifacts,
    events: [
      {
        type: 'command.finished',
        stepId,
        payload: { status, exitCode, signal, limit, message, wallTimeMs, cpuTimeMs, peakMemoryBytes },
      },
      ...artifacts.map(({ path: name, mediaType, bytes }) => {
        return { type: 'artifact.found' as const, stepId, payload: { path: name, mediaType, bytes } };
      }),
      ...skipped.map((payload) => ({ type: 'artifact.skipped' as const, stepId, payload })),
    ],
  });
}

function outcomeOf(result: RunResult): CommandOutcome {
  const stdout = withoutTerminalCodes(result.stdout).slice(-keptOutputCharacters);
  const stderr = withoutTerminalCodes(result.stderr).slice(-keptOutputCharacters);
  const ending = endingOf(result);
  return {
    status: result.status,
    exitCode: result.exitCode,
    ending,
    explanation: explainEnding(result),
    stdout,
    stderr,
    ...signFailure({ ending, stdout, stderr }),
    // A run that was cancelled though nobody cancelled this build fell with its sandbox.
    ...((result.status === 'infrastructure-error' || result.status === 'cancelled') && {
      infrastructure: result.message ?? 'The container engine ended the run.',
    }),
  };
}

/** Runs a step's acceptance command in a container of its own. Green is exit code 0, and nothing else. */
export async function runCommand(
  context: BuilderContext,
  scope: WorkScope,
  { stepId, attempt }: { stepId: string; attempt: number },
): Promise<CommandOutcome> {
  const facts = await readStep(context, scope, stepId);
  const files = await gatherRunFiles(context, facts);
  const id = newId();
  const root = await context.workspace.privateDirectory(facts.build.projectId, 'artifacts');
  const folder = path.posix.join(facts.build.id, id);
  const directory = path.join(root, folder);
  await announce(context, scope, { step: facts.step, attempt });

  const output = createOutputStream(context, scope, stepId);
  let isKept = false;
  try {
    const events = context.sandbox.run(requestFor(facts, { id, files, directory }), { signal: scope.signal });
    const tellWaiting = createWaitingTeller(context, scope, stepId);
    const result = await runToEnd(events, (event) => {
      if (event.type === 'stdout.delta') output.stdout(event);
      if (event.type === 'stderr.delta') output.stderr(event);
      return tellWaiting(event);
    });
    scope.signal.throwIfAborted();
    await output.end();
    isKept = result.status === 'succeeded';
    const { inherited } = files;
    const artifacts = isKept ? await newArtifacts({ result, root, folder, stepId, inherited }) : [];
    await tell(context, scope, { stepId, result, artifacts });
    return outcomeOf(result);
  } finally {
    await output.end().catch(() => undefined);
    if (!isKept) await rm(directory, { recursive: true, force: true });
  }
}
