import { SandsmithError } from '@sandsmith/foundation/errors';
import type { BuilderContext } from '../builder-context.ts';
import type { WorkScope } from '../events/build-recorder.ts';

const lookAgainMs = 2_000;

export const projectWakeKey = (projectId: string) => `project/${projectId}`;

/** Builds of one project run one after the other, in the order in which they were asked for, so that their files do not clash. */
export async function awaitTurn(context: BuilderContext, scope: WorkScope): Promise<void> {
  const { builds, recorder, wakes } = context;
  const { buildId, round, signal } = scope;
  let isAnnounced = false;
  for (;;) {
    signal.throwIfAborted();
    const build = await recorder.patiently(signal, () => builds.findById(buildId));
    if (!build)
      throw new SandsmithError({ code: 'build.not-found', message: 'The build was deleted meanwhile.' });
    const ahead = await recorder.patiently(signal, () => builds.countAhead(build));
    if (ahead === 0) break;
    if (!isAnnounced) {
      const message =
        'Another build of this project is at work. This one starts by itself when that one has ended.';
      await recorder.record(scope, {
        once: `${round}/queued`,
        build: { status: 'paused' },
        events: [{ type: 'build.paused', payload: { code: 'build.queued', message } }],
      });
      isAnnounced = true;
    }
    await wakes.wait(projectWakeKey(build.projectId), { timeoutMs: lookAgainMs, signal });
  }
  // Paused by an earlier run of this step, or by this one.
  await recorder.change({
    buildId,
    round,
    from: ['paused'],
    build: { status: 'running' },
    events: [{ type: 'build.resumed', payload: { reason: 'It is the turn of this build.' } }],
  });
}
