import { createHash } from 'node:crypto';
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

/** Removes a project's installed packages; nothing happens where there are none. */
export async function removeDependencyVolume(engine: Docker, key: string): Promise<void> {
  const removal = engine
    .getVolume(volumeName(key))
    .remove({ force: true })
    .catch((error: unknown) => {
      if (statusCodeOf(error) !== 404) throw error;
    });
  await within(timeoutMs, 'removing the store of packages', removal);
}
