import { createEngine, labels } from '../docker/engine.ts';

/** Names of the volumes that an installation has made. */
export async function volumesOf(instanceId: string): Promise<string[]> {
  const filters = { label: [`${labels.instance}=${instanceId}`] };
  const { Volumes } = await createEngine().listVolumes({ filters });
  return Volumes.map(({ Name }) => Name);
}

/** Removes them: what a suite's own installation keeps is of use to nobody after it. */
export async function removeVolumesOf(instanceId: string): Promise<void> {
  const engine = createEngine();
  for (const name of await volumesOf(instanceId)) await engine.getVolume(name).remove();
}
