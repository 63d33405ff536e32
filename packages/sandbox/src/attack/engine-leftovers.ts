import { delay } from '@sandsmith/foundation/delay';
import type Docker from 'dockerode';
import { createEngine, labels, statusCodeOf } from '../docker/engine.ts';

/** Removing goes on in the background after a run's result is told. */
const patienceMs = 15_000;
const lookEveryMs = 100;

/** Why this container should no longer be there; undefined where it waits, unused, for its run. */
async function faultOf(
  engine: Docker,
  { Id, State, Names }: Docker.ContainerInfo,
): Promise<string | undefined> {
  const name = (Names[0] ?? Id).replace(/^\//, '');
  if (State !== 'running') return State === 'created' ? undefined : `container ${name} (${State})`;
  try {
    // the engine's own answer is untyped: one row a process, the agent's alone while it waits
    const { Processes } = (await engine.getContainer(Id).top()) as { Processes: string[][] | null };
    const others = (Processes?.length ?? 0) - 1;
    return others > 0 ? `container ${name} with ${others} processes of a run` : undefined;
  } catch (error) {
    const status = statusCodeOf(error);
    if (status === 404 || status === 409 || status === 500) return undefined;
    throw error;
  }
}

/**
 * Tells what the engine still holds of runs that are over: containers of this instance that have ended or have more
 * processes than the agent, after some seconds of patience. To be asked when no run is under way.
 */
export function createEngineLeftovers({
  instanceId,
  engineHost,
}: {
  instanceId: string;
  engineHost?: string;
}): () => Promise<string[]> {
  const engine = createEngine({ host: engineHost });
  const filters = { label: [`${labels.instance}=${instanceId}`] };

  async function look(): Promise<string[]> {
    const containers = await engine.listContainers({ all: true, filters });
    const faults = await Promise.all(containers.map((container) => faultOf(engine, container)));
    return faults.filter((fault) => fault !== undefined);
  }

  return async () => {
    const untilMs = performance.now() + patienceMs;
    for (;;) {
      const faults = await look();
      if (faults.length === 0 || performance.now() > untilMs) return faults;
      await delay(lookEveryMs);
    }
  };
}
