import type { BuilderContext } from '../builder-context.ts';
import type { WorkScope } from '../events/build-recorder.ts';

const firstWaitMs = 1_000;
const longestWaitMs = 30_000;

export const sandboxWakeKey = (buildId: string) => `sandbox/${buildId}`;

/** Pauses the build until programs can run again; it goes on by itself, also after a restart. */
export async function awaitSandbox(
  context: BuilderContext,
  scope: WorkScope,
  options: { reason: string; failures: number },
): Promise<void> {
  const { recorder, sandbox, wakes } = context;
  const { buildId, signal } = scope;
  const message = `${options.reason} Nothing is lost: the build goes on by itself as soon as programs can run again.`;
  // Of several steps that meet the same trouble, the first pauses and the first resumes.
  await recorder.patiently(signal, () =>
    recorder.change({
      buildId,
      round: scope.round,
      from: ['running'],
      build: { status: 'paused' },
      events: [{ type: 'build.paused', payload: { code: 'sandbox.unavailable', message } }],
    }),
  );
  for (let waitMs = firstWaitMs * 2 ** Math.min(options.failures - 1, 5); ; waitMs *= 2) {
    await wakes.wait(sandboxWakeKey(buildId), { timeoutMs: Math.min(waitMs, longestWaitMs), signal });
    signal.throwIfAborted();
    if ((await sandbox.unavailableReason()) === undefined) break;
  }
  await recorder.patiently(signal, () =>
    recorder.change({
      buildId,
      round: scope.round,
      from: ['paused'],
      build: { status: 'running' },
      events: [{ type: 'build.resumed', payload: { reason: 'Programs can run again.' } }],
    }),
  );
  // Other steps of the build wait for the same.
  wakes.wake(sandboxWakeKey(buildId));
}
