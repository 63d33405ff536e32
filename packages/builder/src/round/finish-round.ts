import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { BuildFailure } from '@sandsmith/contracts/domain/build';
import { checkpointIdSchema } from '@sandsmith/contracts/domain/ids';
import type { Plan } from '@sandsmith/contracts/domain/plan';
import type { BuildRecord } from '@sandsmith/db/repositories/build-records';
import { SandsmithError } from '@sandsmith/foundation/errors';
import type { BuilderContext } from '../builder-context.ts';
import type { WorkScope } from '../events/build-recorder.ts';

const answerPath = 'answer.md';
const maxSummaryCharacters = 4_000;

/** The same id on every run of the step, so that a crash in the middle makes no second checkpoint. */
function checkpointIdOf(buildId: string, round: number): string {
  const hex = createHash('sha256').update(`checkpoint/${buildId}/${round}`).digest('hex');
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

async function readBuild(context: BuilderContext, scope: WorkScope): Promise<BuildRecord & { plan: Plan }> {
  const build = await context.recorder.patiently(scope.signal, () => context.builds.findById(scope.buildId));
  if (!build?.plan)
    throw new SandsmithError({ code: 'build.not-found', message: 'The build was deleted meanwhile.' });
  return { ...build, plan: build.plan };
}

/** What the program itself answered; else what the plan said it would do. */
async function summaryOf(
  context: BuilderContext,
  scope: WorkScope,
  build: BuildRecord & { plan: Plan },
): Promise<string> {
  const { builds, recorder, workspace } = context;
  const artifact = await recorder.patiently(scope.signal, () => builds.findArtifact(build.id, answerPath));
  const planned = build.plan.summary || build.plan.title;
  if (!artifact) return planned;
  const root = await workspace.privateDirectory(build.projectId, 'artifacts');
  const text = (await readFile(path.join(root, artifact.storedPath), 'utf8')).trim();
  return text.slice(0, maxSummaryCharacters) || planned;
}

/** All steps are green: keeps the project's files as a checkpoint and tells the answer. */
export async function finishGreen(context: BuilderContext, scope: WorkScope): Promise<void> {
  const { checkpoints, recorder, workspace } = context;
  const { buildId, round, signal } = scope;
  const build = await readBuild(context, scope);
  const label = `Build: ${build.plan.title}`;
  const manifest = await workspace.snapshot(build.projectId);
  const checkpointId = checkpointIdSchema.parse(checkpointIdOf(buildId, round));
  const { projectId } = build;
  await recorder.patiently(signal, () =>
    checkpoints.create({ id: checkpointId, projectId, buildId, label, manifest }),
  );
  const summary = await summaryOf(context, scope, build);
  await recorder.record(scope, {
    once: `${round}/finished`,
    from: ['running', 'paused'],
    build: { status: 'succeeded', summary, failure: null, finishedAt: new Date() },
    events: [
      { type: 'checkpoint.created', payload: { checkpointId, label } },
      { type: 'build.succeeded', payload: { summary } },
    ],
  });
}

export async function finishFailed(
  context: BuilderContext,
  scope: WorkScope,
  failure: BuildFailure,
): Promise<void> {
  await context.recorder.record(scope, {
    once: `${scope.round}/finished`,
    build: { status: 'failed', failure, summary: failure.message, finishedAt: new Date() },
    events: [{ type: 'build.failed', payload: failure }],
  });
}
