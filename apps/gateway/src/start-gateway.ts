import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SandsmithError } from '@sandsmith/foundation/errors';
import type { Logger as PinoLogger } from 'pino';
import { type Config, dataPaths } from './config.ts';
import { type Context, createContext } from './context/context.ts';
import { createLifecycle, type Lifecycle } from './context/lifecycle.ts';
import { installPreviews } from './preview/install-previews.ts';
import { createRealtime } from './realtime/realtime-server.ts';
import { createSampleProject } from './samples/sample-project.ts';
import { createHttpServer } from './server.ts';

export interface Gateway {
  url: string;
  context: Context;
  /** Told where this start made the first account. */
  firstAccount?: { email: string; password?: string };
  /** Stops taking work, ends what runs, and closes every part in reverse order. */
  close(): Promise<void>;
}

/** Boots the whole product and listens. Where a part cannot start, what was started is closed again. */
export async function startGateway(options: {
  config: Config;
  log: PinoLogger;
  stopping?: AbortController;
}): Promise<Gateway> {
  const { config, log, stopping = new AbortController() } = options;
  const lifecycle = createLifecycle(log);
  const close = async () => {
    if (!stopping.signal.aborted) stopping.abort(stoppingError());
    await lifecycle.close();
  };
  try {
    const context = await createContext({ config, log, stopping, lifecycle });
    stopping.signal.throwIfAborted();
    const firstAccount = await ensureFirstAccount(context);
    const server = createHttpServer(context);
    lifecycle.add('http', () => closeServer(server), { withinMs: 4_000 });
    const realtime = await createRealtime(server, context);
    lifecycle.add('realtime', () => realtime.close());
    installPreviews(server, context.previews.server);
    await listen(server, config);
    const { port } = server.address() as AddressInfo;
    const url = addressOf(config, port);
    context.address.url = url;
    if (config.hasSampleProject) await startSample(context, lifecycle);
    return { url, context, firstAccount, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function ensureFirstAccount({ auth, config }: Context): Promise<Gateway['firstAccount']> {
  const made = await auth.accounts.ensureAdministrator(config.administrator);
  return made && { email: made.user.email, password: made.generatedPassword };
}

/** The sample is the first administrator's. */
async function startSample(context: Context, lifecycle: Lifecycle): Promise<void> {
  const { settings, projects, users } = context.store.repositories;
  const administrator = (await users.list()).find(({ role }) => role === 'admin');
  if (!administrator) return;
  const sample = createSampleProject({
    ...{ settings, projects, documents: context.documents, builds: context.builds, sandbox: context.sandbox },
    incomingDirectory: dataPaths(context.config).incoming,
    logger: context.log,
  });
  lifecycle.add('sample', () => sample.close());
  await sample.start({ userId: administrator.id, role: administrator.role });
}

function listen(server: Server, { host, port }: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException) => reject(cannotListen(error, host, port));
    server.once('error', onError);
    server.listen({ host, port }, () => {
      server.off('error', onError);
      resolve();
    });
  });
}

function cannotListen(error: NodeJS.ErrnoException, host: string, port: number): Error {
  const reasons: Record<string, string> = {
    EADDRINUSE: `Port ${port} on ${host} is taken by another program. Stop that program, or start with another port: PORT=${port + 1} npm start`,
    EACCES: `Port ${port} needs rights that this account does not have. Start with a port above 1023: PORT=3000 npm start`,
    EADDRNOTAVAIL: `This machine has no address ${host}. Set HOST to one it has; 127.0.0.1 is for this machine alone, 0.0.0.0 for the network.`,
    ENOTFOUND: `The host ${host} is not known. Set HOST to an address of this machine, such as 127.0.0.1.`,
  };
  const message = reasons[error.code ?? ''];
  return message ? new SandsmithError({ code: 'server.cannot-listen', message, cause: error }) : error;
}

/** Connections that answer a request finish it; idle ones and streams are cut. */
async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const cut = setTimeout(() => server.closeAllConnections(), 2_000);
  await closed;
  clearTimeout(cut);
}

function addressOf({ publicUrl, host }: Config, port: number): string {
  if (publicUrl !== undefined) return publicUrl.replace(/\/$/, '');
  const isEverywhere = host === '0.0.0.0' || host === '::';
  const name = isEverywhere ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}`;
}

function stoppingError(): SandsmithError {
  return new SandsmithError({
    code: 'server.stopping',
    message: 'The server is stopping. Try again once it is back.',
    isRetryable: true,
  });
}
