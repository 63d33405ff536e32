import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { projectSchema } from '@sandsmith/contracts/domain/project';
import { type Session, sessionSchema } from '@sandsmith/contracts/domain/session';
import { type Preview, previewSchema, processViewSchema } from '@sandsmith/contracts/http/sessions';
import { delay } from '@sandsmith/foundation/delay';
import type { ApiClient } from '@sandsmith/test-kit/product/api-client';
import { io, type Socket } from 'socket.io-client';

export async function createProject(
  client: ApiClient,
  files: Record<string, string> = {},
): Promise<{ id: string }> {
  const project = await client.call('POST', '/projects', {
    json: { name: 'Session' },
    schema: projectSchema,
  });
  for (const [path, body] of Object.entries(files))
    await client.request('PUT', `/projects/${project.id}/files/${path}`, { body });
  return project;
}

/** Open and ready, however long its image takes. */
export async function openSession(
  client: ApiClient,
  projectId: string,
  wanted: { language?: string; network?: string } = {},
): Promise<Session> {
  const { id } = await client.call('POST', `/projects/${projectId}/sessions`, {
    json: wanted,
    schema: sessionSchema,
  });
  const session = await untilSession(client, id, ({ status }) => status !== 'starting');
  if (session.status === 'ended') throw new Error(`the session could not be opened: ${session.message}`);
  return session;
}

export const readSession = (client: ApiClient, id: string): Promise<Session> =>
  client.call('GET', `/sessions/${id}`, { schema: sessionSchema });

export async function untilSession(
  client: ApiClient,
  id: string,
  isSo: (session: Session) => boolean,
): Promise<Session> {
  for (let tries = 0; tries < 600; tries += 1) {
    const session = await readSession(client, id);
    if (isSo(session)) return session;
    await delay(200);
  }
  throw new Error(`the session did not come to be so: ${JSON.stringify(await readSession(client, id))}`);
}

export async function startProcess(client: ApiClient, sessionId: string, command: string): Promise<string> {
  const json = { command };
  const { id } = await client.call('POST', `/sessions/${sessionId}/processes`, {
    json,
    schema: processViewSchema,
  });
  return id;
}

/** The process once it is over. */
export async function untilExited(client: ApiClient, sessionId: string, processId: string) {
  for (let tries = 0; tries < 900; tries += 1) {
    const process = await client.call('GET', `/sessions/${sessionId}/processes/${processId}`, {
      schema: processViewSchema,
    });
    if (process.status === 'exited') return process;
    await delay(200);
  }
  throw new Error('the process did not end');
}

export async function createPreview(
  client: ApiClient,
  sessionId: string,
  json: { port?: number; path?: string } = {},
): Promise<Preview> {
  return client.call('POST', `/sessions/${sessionId}/previews`, { json, schema: previewSchema });
}

export async function connectSocket(client: ApiClient): Promise<Socket> {
  const socket = io(client.url, {
    transports: ['websocket'],
    reconnection: false,
    auth: { token: client.token },
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve).once('connect_error', reject);
  });
  return socket;
}

/** A request to a host that only browsers find: names below localhost. */
export async function askHost(
  address: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; headers: IncomingMessage['headers']; body: string }> {
  const { host, port, pathname, search } = new URL(address);
  const sent = request({
    ...{ host: '127.0.0.1', port, path: pathname + search, agent: false },
    headers: { Host: host, ...headers },
  }).end();
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  const body = (await answer.toArray()).join('');
  return { status: answer.statusCode ?? 0, headers: answer.headers, body };
}

/** Opens the address as a browser does: the cookie of the answer, and what is there with it. */
export async function enterPreview(url: string) {
  const entry = await askHost(url);
  const cookie = entry.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
  const address = new URL(entry.headers.location ?? '/', url).href;
  return { cookie, address, page: await askHost(address, { Cookie: cookie }) };
}
