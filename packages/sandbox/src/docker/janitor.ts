import type { Logger } from '@sandsmith/foundation/logger';
import type Docker from 'dockerode';
import { labels, statusCodeOf, within } from './engine.ts';
import { isAbandoned, type ServerIdentity } from './server-identity.ts';

export interface Janitor {
  /** Sweeps now and then every minute. */
  start(): Promise<void>;
  sweep(): Promise<void>;
  /** Stops sweeping and removes every container of this server. */
  close(): Promise<void>;
}

export interface JanitorOptions {
  engine: Docker;
  logger: Logger;
  instanceId: string;
  identity: () => Promise<ServerIdentity>;
  /** The runs whose containers are in use. */
  activeRuns: ReadonlySet<string>;
}

const sweepEveryMs = 60_000;
const timeoutMs = 15_000;

/** Removes containers that nobody else will remove: of servers that are gone, and of own runs that lost the engine. */
export function createJanitor({ engine, logger, instanceId, identity, activeRuns }: JanitorOptions): Janitor {
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;

  async function remove(id: string): Promise<void> {
    try {
      await within(
        timeoutMs,
        'removing a container',
        engine.getContainer(id).remove({ force: true, v: true }),
      );
    } catch (error) {
      const status = statusCodeOf(error instanceof Error ? error.cause : error);
      if (status !== 404 && status !== 409) throw error;
    }
  }

  async function isLeftover(container: Docker.ContainerInfo, own: ServerIdentity): Promise<boolean> {
    const isOwn =
      container.Labels[labels.instance] === instanceId &&
      container.Labels[labels.host] === own.host &&
      container.Labels[labels.process] === own.process;
    if (isOwn) return isClosed || !activeRuns.has(container.Labels[labels.run] ?? '');
    return isAbandoned(container.Labels, { own, ageMs: Date.now() - container.Created * 1000 });
  }

  async function sweep(): Promise<void> {
    try {
      const own = await identity();
      const containers = await within(
        timeoutMs,
        'listing containers',
        engine.listContainers({ all: true, filters: { label: [labels.run] } }),
      );
      for (const container of containers) {
        if (!(await isLeftover(container, own))) continue;
        await remove(container.Id);
        logger.info({ containerId: container.Id }, 'leftover container removed');
      }
    } catch (error) {
      logger.debug({ err: error }, 'leftover containers were not swept');
    }
  }

  return {
    async start() {
      timer ??= setInterval(sweep, sweepEveryMs).unref();
      await sweep();
    },
    sweep,
    async close() {
      clearInterval(timer);
      timer = undefined;
      isClosed = true;
      await sweep();
    },
  };
}
