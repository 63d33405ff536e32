import { createHash } from 'node:crypto';
import { delay } from '@sandsmith/foundation/delay';
import type Docker from 'dockerode';
import { labels, statusCodeOf, within } from './engine.ts';

const timeoutMs = 15_000;

function volumeName(key: string): string {
  return `sandsmith-deps-${createHash('sha256').update(key).digest('hex').slice(0, 32)}`;
}

/** Makes sure of the volume that holds a project's installed packages; gives its name. */
export async function ensureDependencyVolume(
  engine: Docker,
  { key, instanceId }: { key: string; instanceId: string },
): Promise<string> {
  const name = volumeName(key);
  await within(
    timeoutMs,
    'creating the store of packages',
    engine.createVolume({
      Name: name,
      Labels: { [labels.dependencies]: key, [labels.instance]: instanceId },
    }),
  );
  return name;
}

/** The container of a run that has just ended may still hold it: it is removed after the result is told. */
const inUseForMs = 10_000;
const againMs = 100;

/** Waits until no container has the volume any more; nothing happens where there is none. */
export async function removeOnceUnused(engine: Docker, name: string): Promise<void> {
  const untilMs = Date.now() + inUseForMs;
  for (;;) {
    try {
      await engine.getVolume(name).remove({ force: true });
      return;
    } catch (error) {
      if (statusCodeOf(error) === 404) return;
      if (statusCodeOf(error) !== 409 || Date.now() > untilMs) throw error;
    }
    await delay(againMs);
  }
}

/** Removes a project's installed packages; nothing happens where there are none. */
export async function removeDependencyVolume(engine: Docker, key: string): Promise<void> {
  await within(timeoutMs, 'removing the store of packages', removeOnceUnused(engine, volumeName(key)));
}
