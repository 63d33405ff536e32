import { newId } from '@sandsmith/foundation/ids';
import type { Logger } from '@sandsmith/foundation/logger';
import type Docker from 'dockerode';
import type { AgentChannel } from '../channel/agent-channel.ts';
import { statusCodeOf, within } from '../engine.ts';
import type { ServerIdentity } from '../server-identity.ts';
import type { ContainerShape } from './container-shape.ts';
import { createContainerUsers, storeUser } from './container-users.ts';
import { createContainer, startContainer } from './open-container.ts';
import { createRemovals } from './removals.ts';

/** The engine's account of how a container ended. */
export interface EngineState {
  exitCode: number;
  isOutOfMemory: boolean;
}

/** A sealed container that has started, with its agent waiting to be told what to do. */
export interface SealedContainer {
  id: string;
  shape: ContainerShape;
  channel: AgentChannel;
  /**
   * Watches for its end from now on: asked for while it runs, it is known also where somebody else removes it. Gives the
   * exit code, however often it is asked.
   */
  exitCode(): Promise<number>;
  /** How it ended, where the agent could not say; undefined where it has not, or the engine is away. */
  state(options: { timeoutMs: number }): Promise<EngineState | undefined>;
  /** What its agent has said it ends with: held against the engine's account before it is removed. */
  expectExit(code: number): void;
  /** Ends it at once. */
  kill(): Promise<void>;
  /** Removes it in the background. May be called twice. */
  remove(): void;
}

export interface SealedContainers {
  /** Makes and starts one. Throws MountRefusedError, `sandbox.image-missing` and what the engine meets. */
  open(shape: ContainerShape): Promise<SealedContainer>;
  /** Resolves when no removal is under way. */
  settled(): Promise<void>;
  /** The ids on the labels of containers that are in use. */
  inUse: ReadonlySet<string>;
}

export interface SealedContainersOptions {
  engine: Docker;
  logger: Logger;
  instanceId: string;
  identity: () => Promise<ServerIdentity>;
  runtime: string | undefined;
  cpus: number;
}

const timeoutMs = 15_000;
/** How long an agent that has reported may take to end. */
const endTimeoutMs = 2_000;

/** Removes in the background; `before` is done first. */
type Removal = (before?: () => Promise<void>) => void;

function createSealedContainer(
  container: Docker.Container,
  parts: { id: string; shape: ContainerShape; channel: AgentChannel; remove: Removal; logger: Logger },
): SealedContainer {
  const { id, shape, channel, remove, logger } = parts;
  let ending: Promise<number> | undefined;
  const waitForEnd = async (): Promise<number> => {
    const end: { StatusCode: number } = await container.wait();
    return end.StatusCode;
  };
  const exitCode = (): Promise<number> => {
    ending ??= waitForEnd();
    // whoever has asked may not wait for the answer
    ending.catch(() => {});
    return ending;
  };
  let expected: number | undefined;
  async function compare(): Promise<void> {
    if (expected === undefined) return;
    const found = await within(endTimeoutMs, 'waiting for the container', exitCode()).catch(() => undefined);
    if (found !== undefined && found !== expected)
      logger.error(
        { containerId: id, found, expected },
        'a container ended otherwise than its agent had said',
      );
  }
  return {
    id,
    shape,
    channel,
    exitCode,
    async state({ timeoutMs: patienceMs }) {
      try {
        await within(patienceMs, 'waiting for the container', exitCode());
        const { State } = await within(timeoutMs, 'inspecting the container', container.inspect());
        return State.Running ? undefined : { exitCode: State.ExitCode, isOutOfMemory: State.OOMKilled };
      } catch (error) {
        logger.warn({ err: error, containerId: id }, 'the engine could not be asked about a container');
        return undefined;
      }
    },
    expectExit(code) {
      expected = code;
    },
    kill: () => within(timeoutMs, 'ending the container', container.kill()),
    remove: () => remove(compare),
  };
}

/** Does nothing where it is gone, or somebody is at it. */
export async function removeContainer(container: Docker.Container): Promise<void> {
  const removal = container.remove({ force: true, v: true }).catch((error: unknown) => {
    const status = statusCodeOf(error);
    if (status !== 404 && status !== 409) throw error;
  });
  await within(timeoutMs, 'removing the container', removal);
}

function writesStore({ dependencies }: ContainerShape): boolean {
  return typeof dependencies === 'object' && !dependencies.isReadOnly;
}

/** Makes the containers of this server; each is removed once it is no longer needed. */
export function createSealedContainers(options: SealedContainersOptions): SealedContainers {
  const { engine, logger, instanceId, identity, runtime, cpus } = options;
  const inUse = new Set<string>();
  const removals = createRemovals({ logger });
  const users = createContainerUsers();

  function release({ id, user }: { id: string; user: number }): void {
    inUse.delete(id);
    users.giveBack(user);
  }

  function removalOf(
    { id, user }: { id: string; user: number },
    container: Docker.Container,
    channel?: AgentChannel,
  ): Removal {
    let isRemoved = false;
    return (before) => {
      if (isRemoved) return;
      isRemoved = true;
      channel?.destroy();
      removals.add(async () => {
        try {
          await before?.();
          await removeContainer(container);
        } finally {
          release({ id, user });
        }
      });
    };
  }

  return {
    inUse,
    settled: removals.settled,
    async open(shape) {
      const id = newId();
      inUse.add(id);
      const user = writesStore(shape) ? storeUser : users.take();
      const own = { id, user };
      const context = { ...own, instanceId, identity: await identity(), runtime, cpus };
      let container: Docker.Container;
      try {
        container = await createContainer(engine, shape, context);
      } catch (error) {
        release(own);
        throw error;
      }
      try {
        const channel = await startContainer(container);
        const remove = removalOf(own, container, channel);
        return createSealedContainer(container, { id, shape, channel, remove, logger });
      } catch (error) {
        removalOf(own, container)();
        throw error;
      }
    },
  };
}
