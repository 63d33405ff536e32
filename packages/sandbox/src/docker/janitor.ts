import type { Logger } from '@sandsmith/foundation/logger';
import type Docker from 'dockerode';
import { removeContainer } from './containers/sealed-containers.ts';
import { labels, within } from './engine.ts';
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
  /** The ids on the labels of containers that this server uses. */
  inUse: ReadonlySet<string>;
  /** Called after each sweep. */
  onSwept?: () => Promise<void>;
}

const sweepEveryMs = 60_000;
const timeoutMs = 15_000;

/** Removes containers that nobody else will remove: of servers that are gone, and of own runs that lost the engine. */
export function createJanitor({
  engine,
  logger,
  instanceId,
  identity,
  inUse,
  onSwept,
}: JanitorOptions): Janitor {
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;

  async function isLeftover(container: Docker.ContainerInfo, own: ServerIdentity): Promise<boolean> {
    const isOwn =
      container.Labels[labels.instance] === instanceId &&
      container.Labels[labels.host] === own.host &&
      container.Labels[labels.process] === own.process;
    if (isOwn) return isClosed || !inUse.has(container.Labels[labels.run] ?? '');
    const ageMs = Date.now() - container.Created * 1000;
    return isAbandoned(container.Labels, { own, ageMs, isRunning: container.State === 'running' });
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
        await removeContainer(engine.getContainer(container.Id));
        logger.info({ containerId: container.Id }, 'leftover container removed');
      }
      await onSwept?.();
    } catch (error) {
      logger.debug({ err: error }, 'leftovers were not swept');
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
