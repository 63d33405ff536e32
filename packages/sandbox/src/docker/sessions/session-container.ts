import type { Logger } from '@sandsmith/foundation/logger';
import { waitAtMost } from '@sandsmith/foundation/wait-at-most';
import type { SessionEndReason } from '../../sandbox-port.ts';
import type { SealedContainer } from '../containers/sealed-containers.ts';
import type { EgressProxy } from '../egress/egress-proxy.ts';
import { within } from '../engine.ts';
import type { RunPlan } from '../runs/run-plan.ts';
import { sendSetUp } from '../runs/send-request.ts';
import { createDockerSession, type DockerSession } from './docker-session.ts';

export interface SessionContainerOptions {
  logger: Logger;
  egress: EgressProxy;
  /** Told when the session is over; resolves when its container is gone. */
  onEnd: (session: DockerSession) => Promise<void>;
}

const readyTimeoutMs = 60_000;
/** How long a container may take to end whose connection has. */
const endTimeoutMs = 3_000;
/** A session lives for hours and installs again and again. */
const egressBytes = 20 * 1024 ** 3;
const killedExitCode = 137;

/** Why a session is over that nobody closed, from the engine's own account. */
async function readEndReason(container: SealedContainer, ending: Promise<number>): Promise<SessionEndReason> {
  const exitCode = await waitAtMost(endTimeoutMs, ending).catch(() => undefined);
  if (exitCode === undefined) return 'engine-lost';
  if (exitCode !== killedExitCode) return 'stopped';
  const state = await container.state({ timeoutMs: endTimeoutMs });
  return state?.isOutOfMemory ? 'out-of-memory' : 'stopped';
}

function connect(
  plan: RunPlan,
  container: SealedContainer,
  { logger, egress, onEnd }: SessionContainerOptions,
): DockerSession {
  const { runId: id, network } = plan.request;
  const agent = container.channel;
  const outbound = new AbortController();
  if (network !== 'none') {
    const egressOptions = { mode: network, signal: outbound.signal, maxBytes: egressBytes };
    agent.onTunnel((tunnel) => egress.accept(tunnel, egressOptions));
  }
  // asked for while it runs: afterwards somebody may have removed it
  const ending = container.exitCode();
  const session = createDockerSession({
    id,
    agent,
    async onEnd({ isClosed }) {
      outbound.abort();
      const reason = isClosed ? 'closed' : await readEndReason(container, ending);
      container.remove();
      await onEnd(session);
      const { diagnostics } = await agent.closed;
      logger.info({ sessionId: id, reason, diagnostics }, 'session ended');
      return reason;
    },
  });
  return session;
}

/** Makes a session of a container that has just started. Where it fails the container is gone. */
export async function openSessionContainer(
  plan: RunPlan,
  container: SealedContainer,
  { signal, ...options }: SessionContainerOptions & { signal: AbortSignal },
): Promise<DockerSession> {
  const session = connect(plan, container, options);
  const giveUp = () => void session.close();
  signal.addEventListener('abort', giveUp);
  try {
    signal.throwIfAborted();
    const setUp = sendSetUp(container.channel, plan, 'session');
    await within(readyTimeoutMs, 'preparing the session', Promise.all([setUp, session.ready]));
    return session;
  } catch (error) {
    await session.close();
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}
