import { Agent, type AgentOptions } from 'node:http';
import type { Duplex } from 'node:stream';
import type { SandboxSession } from '@sandsmith/sandbox/sandbox-port';

/** Connections to the ports of one session, kept open for the next request as browsers and servers do. */
export type SessionAgents = (session: SandboxSession) => Agent;

const options: AgentOptions = { keepAlive: true, maxSockets: 256, maxFreeSockets: 16 };
const dialTimeoutMs = 10_000;

export function createSessionAgents(): SessionAgents {
  const agents = new Map<string, Agent>();
  return (session) => {
    const known = agents.get(session.id);
    if (known) return known;
    const agent = createAgent(session);
    agents.set(session.id, agent);
    void session.ended.then(() => {
      agents.delete(session.id);
      agent.destroy();
    });
    return agent;
  };
}

function createAgent(session: Pick<SandboxSession, 'dial'>): Agent {
  const agent = new Agent(options);
  agent.createConnection = ({ port }, callback) => {
    session.dial(Number(port), { signal: AbortSignal.timeout(dialTimeoutMs) }).then(
      (stream) => callback?.(null, asSocket(stream)),
      // Typed with a stream, which Node does not look at where there is an error.
      (error: Error) => (callback as ((error: Error) => void) | undefined)?.(error),
    );
    return undefined;
  };
  return agent;
}

/** Node's HTTP client sets these on what it takes for a TCP socket; a tunnel has nothing to set. */
function asSocket(stream: Duplex): Duplex {
  const nothing = () => stream;
  const missing = ['setTimeout', 'setNoDelay', 'setKeepAlive', 'ref', 'unref'].filter(
    (name) => !(name in stream),
  );
  return Object.assign(stream, Object.fromEntries(missing.map((name) => [name, nothing])));
}
