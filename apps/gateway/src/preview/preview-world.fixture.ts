import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  request,
  type Server,
  type ServerResponse,
} from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import type { Preview } from '@sandsmith/contracts/http/sessions';
import { newId } from '@sandsmith/foundation/ids';
import { silentLogger } from '@sandsmith/foundation/logger';
import { createLiveSession, type LiveSession } from '../sessions/live-session.ts';
import { createMemorySession, type MemorySession } from '../sessions/memory-session.fixture.ts';
import { installPreviews } from './install-previews.ts';
import { createPreviewAddresses } from './preview-addresses.ts';
import { createPreviewCookies } from './preview-cookie.ts';
import { createPreviewGate, type PreviewGate } from './preview-gate.ts';
import { createPreviewServer } from './preview-server.ts';
import { createPreviewTokens, type PreviewTokens } from './preview-tokens.ts';
import { createSessionAgents } from './session-agents.ts';

export const port = 5_173;
export const previewHost = 'preview.localhost';
export const owner = { userId: newId(), role: 'member' as const, sessionId: newId() };

export interface PreviewAnswer {
  status: number;
  headers: IncomingMessage['headers'];
  body: string;
}

/** A gateway with previews in front, a session without a container, and a real server for the program in it. */
export interface PreviewWorld {
  tokens: PreviewTokens;
  gate: PreviewGate;
  memory: MemorySession;
  session: LiveSession;
  gatewayPort: number;
  programPort: number;
  /** What the program was asked last, and how it answers. */
  asked: IncomingMessage | undefined;
  onRequest: (request: IncomingMessage, response: ServerResponse) => void;
  /** Sign-ins that have ended. */
  ended: Set<string>;
  hostOf(options?: { id?: string; inside?: number | null }): string;
  ask(
    path: string,
    options?: { host?: string; method?: string; headers?: OutgoingHttpHeaders; body?: string },
  ): Promise<PreviewAnswer>;
  addresses(wanted?: { path?: string; port?: number }): Preview;
  /** The cookie of a browser that has opened the address. */
  signIn(): Promise<{ Cookie: string }>;
  /** All that comes back where a WebSocket is asked for, and `echo me` is sent once it is there. */
  upgrade(path: string, headers: Record<string, string>): Promise<string>;
  close(): Promise<void>;
}

const portOf = (server: Server) => (server.address() as AddressInfo).port;

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return portOf(server);
}

function createProgram(world: PreviewWorld): Server {
  const program = createServer((incoming, response) => {
    world.asked = incoming;
    world.onRequest(incoming, response);
  });
  program.on('upgrade', (incoming, socket) => {
    world.asked = incoming;
    socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n');
    socket.pipe(socket);
  });
  return program;
}

function createGateway({ tokens, gate }: PreviewWorld): Server {
  const gateway = createServer((_request, response) => void response.end('the product'));
  gateway.on('upgrade', (_request, socket) => socket.end('HTTP/1.1 200 product\r\n\r\n'));
  installPreviews(
    gateway,
    createPreviewServer({
      ...{ previewHost, gate, agents: createSessionAgents(), logger: silentLogger },
      cookies: createPreviewCookies({ gate, tokens, isLocalhost: true }),
      isSecure: () => false,
      frameOrigins: () => ['http://ide.example'],
    }),
  );
  return gateway;
}

async function openSession(memory: MemorySession): Promise<LiveSession> {
  const session = createLiveSession({
    ...{ id: memory.id, ownerId: owner.userId, projectId: newId(), language: 'python', network: 'none' },
    ...{ idleTimeoutMs: 60_000, maxLifetimeMs: 3_600_000, logger: silentLogger },
    open: async () => ({
      session: memory,
      createSync: () => ({ begin: async () => {}, run: async () => {}, leftOut: () => [] }),
    }),
  });
  await session.ready;
  return session;
}

export async function startPreviewWorld(): Promise<PreviewWorld> {
  const memory = createMemorySession();
  const session = await openSession(memory);
  const tokens = createPreviewTokens({ key: Buffer.alloc(32, 1) });
  const ended = new Set<string>();
  const gate = createPreviewGate({
    tokens,
    findSession: (id) => (id === session.id ? session : undefined),
    isStanding: async ({ proof }) => !ended.has(proof.id),
  });
  const world: PreviewWorld = {
    ...{ tokens, gate, memory, session, ended, gatewayPort: 0, programPort: 0, asked: undefined },
    onRequest: (_request, response) => void response.end('from the program'),
    hostOf: ({ id = session.id, inside = port } = {}) =>
      `${id}${inside === null ? '' : `-${inside}`}.${previewHost}:${world.gatewayPort}`,
    ask: (path, options) => ask(world, path, options),
    addresses: (wanted = {}) => addresses(world, wanted),
    async signIn() {
      const { pathname, search } = new URL(world.addresses().url);
      const { headers } = await world.ask(pathname + search);
      return { Cookie: headers['set-cookie']?.[0]?.split(';')[0] ?? '' };
    },
    upgrade: (path, headers) => upgrade(world, path, headers),
    async close() {
      await session.end('the test is over');
      for (const server of servers) {
        server.closeAllConnections();
        server.close();
      }
    },
  };
  const servers = [createProgram(world), createGateway(world)] as const;
  world.programPort = await listen(servers[0]);
  world.gatewayPort = await listen(servers[1]);
  memory.listen(port, { realPort: world.programPort });
  return world;
}

async function ask(
  { gatewayPort, hostOf }: PreviewWorld,
  path: string,
  { host = hostOf(), method = 'GET', headers = {}, body }: Parameters<PreviewWorld['ask']>[1] = {},
): Promise<PreviewAnswer> {
  const sent = request({
    ...{ host: '127.0.0.1', port: gatewayPort, method, path, agent: false },
    headers: { Host: host, ...headers },
  });
  sent.end(body);
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  let text = '';
  for await (const chunk of answer.setEncoding('utf8')) text += chunk;
  return { status: answer.statusCode ?? 0, headers: answer.headers, body: text };
}

function addresses(
  { tokens, session, gatewayPort }: PreviewWorld,
  wanted: { path?: string; port?: number },
): Preview {
  const made = createPreviewAddresses({
    ...{ tokens, previewHost, publicUrl: undefined, isSecure: () => false },
    ownUrl: () => `http://127.0.0.1:${gatewayPort}`,
  });
  // The parts of a request that are looked at.
  const asking = { headers: { host: `localhost:${gatewayPort}` } } as IncomingMessage;
  return made.make({ principal: owner, session, port: wanted.port, path: wanted.path, request: asking });
}

function upgrade(
  { gatewayPort }: PreviewWorld,
  path: string,
  headers: Record<string, string>,
): Promise<string> {
  const socket = connect(gatewayPort, '127.0.0.1');
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  socket.write(
    `GET ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
  );
  return new Promise((resolve) => {
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk;
      if (text.includes('\r\n\r\n') && !text.includes('echo me')) socket.write('echo me');
      if (text.includes('echo me') || !text.startsWith('HTTP/1.1 101')) {
        socket.destroy();
        resolve(text);
      }
    });
  });
}
