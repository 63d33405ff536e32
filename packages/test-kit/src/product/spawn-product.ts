import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { z } from 'zod';
import { type ApiClient, createApiClient } from './api-client.ts';
import { createProductHome } from './product-home.ts';

export interface SpawnedProduct {
  readonly url: string;
  readonly pid: number;
  /** Signed in as the administrator; made anew by each start. */
  readonly client: ApiClient;
  account: { email: string; password: string };
  /** Everything written to the standard output and error so far. */
  output(): string;
  /** Ends the process as a crash would: nothing is closed. */
  kill(): Promise<void>;
  /** Asks it to stop, as Ctrl-C does; tells the exit code and how long it took. */
  stop(signal?: NodeJS.Signals): Promise<{ code: number | null; durationMs: number }>;
  /** Lets go of the channel, as the end of the parent process would. */
  disconnect(): void;
  /** Starts again on the same data and the same port. */
  restart(): Promise<void>;
  /** Stops it and removes every trace. */
  close(): Promise<void>;
}

export interface SpawnProductOptions {
  env?: Record<string, string>;
}

const readySchema = z.object({ type: z.literal('ready'), url: z.string() });
const entry = createRequire(import.meta.url).resolve('@sandsmith/gateway/main');

/** The product as a process of its own, for tests that kill it. */
export async function spawnProduct({ env = {} }: SpawnProductOptions = {}): Promise<SpawnedProduct> {
  const home = await createProductHome();
  const environment: Record<string, string | undefined> = { ...process.env, ...home.environment, ...env };
  let output = '';
  let running: { child: ChildProcess; url: string; client: ApiClient };

  async function start(): Promise<void> {
    const child = spawnServer(environment, (text) => {
      output += text;
    });
    const url = await untilReady(child, () => output);
    environment['PORT'] = new URL(url).port;
    running = { child, url, client: await createApiClient({ url }).signIn(home.account) };
  }

  async function end(signal: NodeJS.Signals): Promise<number | null> {
    const { child } = running;
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
    return child.exitCode;
  }

  const product: SpawnedProduct = {
    get url() {
      return running.url;
    },
    get pid() {
      return running.child.pid ?? 0;
    },
    get client() {
      return running.client;
    },
    account: home.account,
    output: () => output,
    kill: async () => {
      await end('SIGKILL');
    },
    async stop(signal = 'SIGTERM') {
      const startedMs = performance.now();
      return { code: await end(signal), durationMs: performance.now() - startedMs };
    },
    disconnect: () => running.child.disconnect(),
    restart: start,
    async close() {
      // A database that outlived a crash is taken over and stopped by the next start alone.
      if (running.child.signalCode === 'SIGKILL') await start();
      await end('SIGTERM');
      await home.remove();
    },
  };
  try {
    await start();
    return product;
  } catch (error) {
    await home.remove();
    throw error;
  }
}

function spawnServer(
  environment: Record<string, string | undefined>,
  onOutput: (text: string) => void,
): ChildProcess {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', entry], {
    env: { ...environment, NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => onOutput(chunk.toString('utf8')));
  return child;
}

async function untilReady(child: ChildProcess, output: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    child.on('message', (message) => {
      const ready = readySchema.safeParse(message);
      if (ready.success) resolve(ready.data.url);
    });
    child.once('error', reject);
    child.once('exit', (code, signal) =>
      reject(new Error(`the product ended with ${signal ?? code} before it was ready:\n${output()}`)),
    );
  });
}
