import type { Duplex } from 'node:stream';
import { SandsmithError } from '@sandsmith/foundation/errors';
import type { SandboxSession, SessionEndReason } from '../../sandbox-port.ts';
import { type AgentChannel, containerChannel } from '../channel/agent-channel.ts';
import { reasonOf, sessionEnded } from './session-errors.ts';
import { createSessionFiles } from './session-files.ts';
import { createSessionPorts } from './session-ports.ts';
import { startProcess } from './session-process.ts';
import { createSessionRequests } from './session-requests.ts';

export interface DockerSessionOptions {
  id: string;
  agent: AgentChannel;
  /** Told once, when the session is over; gives why where nobody closed it. The container is gone afterwards. */
  onEnd: (options: { isClosed: boolean }) => Promise<SessionEndReason>;
}

export interface DockerSession extends SandboxSession {
  /** Resolves when the agent has taken the set-up; rejects with its reason, or `session.ended`. */
  ready: Promise<void>;
}

/** A session over the connection to its container, which has been told its set-up. */
export function createDockerSession({ id, agent, onEnd }: DockerSessionOptions): DockerSession {
  const requests = createSessionRequests(agent);
  const files = createSessionFiles(agent, requests);
  const ports = createSessionPorts();
  const ready = Promise.withResolvers<void>();
  let isClosed = false;
  let isOver = false;

  agent.onRecord(containerChannel, (record) => {
    if (record.type === 'l') ports.take(record);
    else if (record.type === 'o') ready.resolve();
    else if (record.type === 'X')
      ready.reject(
        new SandsmithError({
          code: 'sandbox.failed',
          message: `The session could not be prepared in its container: ${reasonOf(record.bytes)}. Try again.`,
        }),
      );
  });
  const ended = agent.closed.then(() => {
    isOver = true;
    ready.reject(sessionEnded());
    return onEnd({ isClosed });
  });
  // whoever opened the session asks; afterwards nobody has to
  ready.promise.catch(() => {});

  async function whileOpen<T>(work: () => Promise<T>): Promise<T> {
    if (isOver || isClosed) throw sessionEnded();
    return work();
  }

  return {
    id,
    ready: ready.promise,
    writeFiles: (list) => whileOpen(() => files.writeFiles(list)),
    deleteFiles: (paths) => whileOpen(() => files.deleteFiles(paths)),
    listFiles: () => whileOpen(files.listFiles),
    readFile: (path, options) => whileOpen(() => files.readFile(path, options)),
    start: (options) => whileOpen(async () => startProcess(agent, options)),
    ports: ports.current,
    onPorts: ports.onChange,
    dial: (port, options): Promise<Duplex> => whileOpen(() => agent.dial(port, options)),
    ended,
    async close() {
      isClosed = true;
      agent.destroy();
      await ended;
    },
  };
}
