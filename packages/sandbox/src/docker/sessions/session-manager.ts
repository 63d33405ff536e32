import type { LanguageRegistry } from '../../languages/language-registry.ts';
import type { SandboxSession, SandboxSessionRequest } from '../../sandbox-port.ts';
import { MountRefusedError } from '../containers/open-container.ts';
import type { SealedContainers } from '../containers/sealed-containers.ts';
import type { ImageSupply } from '../images/image-supply.ts';
import type { RunExecutor } from '../runs/run-executor.ts';
import { type RunPlan, shapeOf } from '../runs/run-plan.ts';
import type { DockerSession } from './docker-session.ts';
import { openSessionContainer, type SessionContainerOptions } from './session-container.ts';
import { serverStopping } from './session-errors.ts';
import { requestOfSession } from './session-plan.ts';

export interface SessionManager {
  /**
   * Opens a container that lives until it is closed. Throws what the caller can correct, `sandbox.unavailable`,
   * `server.stopping`, or the signal's reason.
   */
  open(request: SandboxSessionRequest, options: { signal: AbortSignal }): Promise<SandboxSession>;
  /** Ends every session. */
  close(): Promise<void>;
}

export interface SessionManagerOptions extends Omit<SessionContainerOptions, 'onEnd'> {
  containers: SealedContainers;
  registry: LanguageRegistry;
  executor: Pick<RunExecutor, 'plan'>;
  supply: Pick<ImageSupply, 'ensure'>;
  /** The engine's volume for the plan's dependencies, where it has any. */
  dependencyVolume: (plan: RunPlan) => Promise<string | undefined>;
}

/** Opens sessions and ends those that are left when the server stops. */
export function createSessionManager(options: SessionManagerOptions): SessionManager {
  const { containers, registry, executor, supply, logger, egress } = options;
  const sessions = new Set<DockerSession>();
  const opening = new Set<Promise<unknown>>();
  const shutdown = new AbortController();

  async function openPlanned(plan: RunPlan, signal: AbortSignal): Promise<DockerSession> {
    const container = await containers.open(shapeOf(plan, await options.dependencyVolume(plan)));
    const onEnd = async (ended: DockerSession) => {
      await containers.settled();
      sessions.delete(ended);
    };
    const session = await openSessionContainer(plan, container, { logger, egress, onEnd, signal });
    sessions.add(session);
    return session;
  }

  async function open(request: SandboxSessionRequest, signal: AbortSignal): Promise<DockerSession> {
    const { onProgress = () => {} } = request;
    const language = await registry.find(request.language);
    const asked = requestOfSession(request, language);
    const plan = await executor.plan(asked);
    await supply.ensure(language, { onProgress, signal });
    signal.throwIfAborted();
    return openPlanned(plan, signal).catch(async (error: unknown) => {
      // the engine does not see this machine's files
      if (!(error instanceof MountRefusedError)) throw error;
      return openPlanned(await executor.plan(asked, { documentsByCopy: true }), signal);
    });
  }

  return {
    open(request, { signal }) {
      const work = open(request, AbortSignal.any([signal, shutdown.signal]));
      opening.add(work);
      const forget = () => opening.delete(work);
      work.then(forget, forget);
      return work;
    },
    async close() {
      shutdown.abort(serverStopping());
      await Promise.allSettled(opening);
      await Promise.all([...sessions].map((session) => session.close()));
    },
  };
}
