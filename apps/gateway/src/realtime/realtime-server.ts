import type { Server as HttpServer } from 'node:http';
import { sessionEndedChannel } from '@sandsmith/auth/session-standing';
import { createAdapter } from '@socket.io/redis-streams-adapter';
import { Server } from 'socket.io';
import { buildEventsChannel, parseBuildNotification } from '../builds/build-notifications.ts';
import type { Context } from '../context/context.ts';
import { isOwnOrigin } from '../http/same-site.ts';
import { toProblem } from '../http/to-problem.ts';
import { type BuildMessages, createBuildMessages } from './build-messages.ts';
import { createDocumentSubscription, projectRoom } from './document-messages.ts';
import { createMessageLine } from './message-line.ts';
import { onMessage } from './on-message.ts';
import { createRunSubscription } from './run-messages.ts';
import { createSessionSubscription } from './session-messages.ts';
import type { RealtimeServer, RealtimeSocket } from './socket-types.ts';
import { createTerminalMessages } from './terminal-messages.ts';

/** What is typed into a terminal at once, each of its characters escaped. */
const maxMessageBytes = 512 * 1024;
/** Node's timers hold no more than 31 bits of milliseconds. */
const maxTimerMs = 2 ** 31 - 1;

export interface Realtime {
  close(): Promise<void>;
}

/** Socket.IO on the HTTP server: authenticated, every message parsed, every subscription checked. */
export async function createRealtime(httpServer: HttpServer, context: Context): Promise<Realtime> {
  const { config, shared } = context;
  const server: RealtimeServer = new Server(httpServer, {
    serveClient: false,
    maxHttpBufferSize: maxMessageBytes,
    // A page of another site is not let in even with a token.
    allowRequest(request, decide) {
      const { origin, host } = request.headers;
      const own =
        origin === undefined || isOwnOrigin(origin, { get: (() => host) as never }, config.publicUrl);
      decide(own ? null : 'origin refused', own);
    },
    ...(shared.redis ? { adapter: createAdapter(shared.redis) } : {}),
  });
  server.use((socket, next) => {
    authenticate(socket, context).then(
      () => next(),
      (error: unknown) => {
        const problem = toProblem(error);
        next(Object.assign(new Error(problem.code), { data: problem }));
      },
    );
  });
  const builds = createBuildMessages(context);
  server.on('connection', (socket) => welcome(socket, builds, context));
  const unsubscribe = await listenToOtherServers(server, builds, context);
  return {
    async close() {
      await Promise.all(unsubscribe.map((end) => end().catch(() => undefined)));
      server.disconnectSockets(true);
      // Closes the HTTP server as well, which is waited for on its own.
      await Promise.race([server.close(), new Promise((resolve) => setTimeout(resolve, 1_000).unref())]);
    },
  };
}

async function authenticate(socket: RealtimeSocket, context: Context): Promise<void> {
  const { token } = socket.handshake.auth;
  const principal =
    typeof token === 'string'
      ? await context.auth.authenticateToken(token)
      : await context.auth.authenticateHeader(socket.handshake.headers.authorization);
  socket.data = { principal, subscriptions: new Map() };
}

function welcome(socket: RealtimeSocket, builds: BuildMessages, context: Context): void {
  const { principal, subscriptions } = socket.data;
  const logger = context.log;
  context.metrics.socketConnections.inc();
  const proofId = principal.sessionId ?? principal.apiKeyId;
  if (proofId !== undefined) void socket.join(signInRoom(proofId));
  const expiry = closeAtExpiry(socket, principal.expiresAtMs);
  socket.on('disconnect', () => {
    clearTimeout(expiry);
    for (const end of subscriptions.values()) end();
    subscriptions.clear();
    context.metrics.socketConnections.dec();
  });
  const common = { line: createMessageLine(), logger };
  onMessage(socket, { type: 'build.subscribe', handler: builds.subscribe, ...common });
  onMessage(socket, { type: 'build.unsubscribe', handler: builds.unsubscribe, ...common });
  onMessage(socket, { type: 'run.subscribe', handler: createRunSubscription(context), ...common });
  onMessage(socket, { type: 'document.subscribe', handler: createDocumentSubscription(context), ...common });
  onMessage(socket, { type: 'session.subscribe', handler: createSessionSubscription(context), ...common });
  const terminals = createTerminalMessages(context);
  onMessage(socket, { type: 'terminal.open', handler: terminals.open, ...common });
  onMessage(socket, { type: 'terminal.write', handler: terminals.write, ...common });
  onMessage(socket, { type: 'terminal.resize', handler: terminals.resize, ...common });
  onMessage(socket, { type: 'terminal.close', handler: terminals.close, ...common });
}

/** A connection lives no longer than its proof: the client connects again with a fresh token. */
function closeAtExpiry(socket: RealtimeSocket, expiresAtMs: number | undefined): NodeJS.Timeout | undefined {
  if (expiresAtMs === undefined) return undefined;
  const timer = setTimeout(
    () => socket.disconnect(true),
    Math.min(maxTimerMs, Math.max(0, expiresAtMs - Date.now())),
  );
  timer.unref();
  return timer;
}

/** Each server tells its own connections; `local` keeps the adapter from telling them once more. */
async function listenToOtherServers(server: RealtimeServer, builds: BuildMessages, context: Context) {
  const { kv } = context.shared;
  return Promise.all([
    kv.subscribe(buildEventsChannel, (message) => builds.wake(parseBuildNotification(message).buildId)),
    kv.subscribe(sessionEndedChannel, (id) => server.local.in(signInRoom(id)).disconnectSockets(true)),
    context.documentEvents.subscribe((message) =>
      server.local.to(projectRoom(message.projectId)).emit('document.event', message),
    ),
  ]);
}

function signInRoom(sessionId: string): string {
  return `sign-in:${sessionId}`;
}
