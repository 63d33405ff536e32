import http from 'node:http';
import { inspect } from 'node:util';
import { isSandsmithError, messageOf, SandsmithError } from '@sandsmith/foundation/errors';
import Docker from 'dockerode';

export const labels = {
  image: 'dev.sandsmith.image',
  /** On build stages, which are of no use once the image is there. */
  stage: 'dev.sandsmith.stage',
  languageVersion: 'dev.sandsmith.language-version',
  instance: 'dev.sandsmith.instance',
  /** A UUID of the container's own: it is made before anybody knows for which run. */
  run: 'dev.sandsmith.run',
  host: 'dev.sandsmith.host',
  process: 'dev.sandsmith.process',
  dependencies: 'dev.sandsmith.dependencies',
} as const;

export interface EngineAddress {
  /** `unix:///path` or `tcp://host:port`; DOCKER_HOST or the usual socket where left out. */
  host?: string;
}

/** The part of dockerode's modem that its types leave out. */
interface EngineModem {
  host?: string;
  port?: string | number;
  protocol: string;
  agent?: http.Agent;
  getSocketPath(): Promise<string> | undefined;
}

function modemOf(engine: Docker): EngineModem {
  // dockerode's types know the modem's methods but not the connection options it keeps
  return engine.modem as unknown as EngineModem;
}

function dockerAt(host: string | undefined): Docker {
  if (host === undefined) return new Docker();
  const url = new URL(host);
  if (url.protocol === 'unix:') return new Docker({ socketPath: url.pathname });
  const protocol = url.protocol === 'https:' ? 'https' : 'http';
  return new Docker({ host: url.hostname, port: Number(url.port), protocol });
}

/**
 * A connection kept alive over a restart of the engine would fail the first request after it. The client prints the
 * whole of a request's options for a debug line that nobody reads, the agent with every open socket in it: dozens of
 * requests at once stopped the process for seconds, so the agent prints as its name.
 */
function createAgent(): http.Agent {
  return Object.assign(new http.Agent({ keepAlive: false }), { [inspect.custom]: () => 'Agent' });
}

/** Talks to the engine at DOCKER_HOST, or at the address given. No connection is made yet. */
export function createEngine({ host }: EngineAddress = {}): Docker {
  const engine = dockerAt(host);
  const modem = modemOf(engine);
  if (modem.protocol === 'http') modem.agent = createAgent();
  return engine;
}

/** How the engine is reached, for a person. */
export async function addressOf(engine: Docker): Promise<string> {
  const modem = modemOf(engine);
  if (modem.host) return `tcp://${modem.host}:${modem.port ?? ''}`;
  return `unix://${(await modem.getSocketPath()) ?? ''}`;
}

/** The HTTP status that the engine answered with, or undefined where it did not answer. */
export function statusCodeOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return undefined;
  return typeof error.statusCode === 'number' ? error.statusCode : undefined;
}

/** What the engine said, without the client's framing. */
function reasonOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'json' in error) {
    const { json } = error;
    if (typeof json === 'object' && json !== null && 'message' in json) return String(json.message);
  }
  return messageOf(error);
}

/** What to do about an engine that cannot be reached: in words, and as a command to copy. */
function reachRemedy(error: unknown): { words: string; command: string } {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  if (code === 'EACCES')
    return {
      words: 'Your user may not use Docker: join its group, sign in again and start again',
      command: 'sudo usermod -aG docker "$USER"',
    };
  if (code === 'ENOENT')
    return {
      words: 'No engine listens there: install Docker and start it, or correct DOCKER_HOST',
      command: 'sudo apt-get install -y docker.io && sudo systemctl start docker',
    };
  return {
    words: 'Start Docker (for example with "sudo systemctl start docker") or correct DOCKER_HOST',
    command: 'sudo systemctl start docker',
  };
}

/** Any failure of the engine as an error that a person can act on. */
export function engineError(error: unknown, attempt: string): SandsmithError {
  if (isSandsmithError(error)) return error;
  if (statusCodeOf(error) === undefined) {
    const { words, command } = reachRemedy(error);
    return new SandsmithError({
      code: 'sandbox.unavailable',
      message: `The container engine could not be reached while ${attempt}: ${reasonOf(error)}. ${words}.`,
      details: { remedy: command },
      cause: error,
      isRetryable: true,
    });
  }
  return new SandsmithError({
    code: 'sandbox.failed',
    message: `The container engine refused while ${attempt}: ${reasonOf(error)}. "npm run doctor" shows what is missing.`,
    cause: error,
  });
}

/** Fails where the engine does not answer in time: a cut connection may stay silent for minutes. */
export async function within<T>(timeoutMs: number, attempt: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(engineError(new Error(`no answer within ${timeoutMs / 1000} s`), attempt)),
      timeoutMs,
    );
  });
  try {
    return await Promise.race([work, late]);
  } catch (error) {
    throw engineError(error, attempt);
  } finally {
    clearTimeout(timer);
  }
}
