import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { buildSchema } from '@sandsmith/contracts/domain/build';
import { type BuildEvent, buildEventSchema } from '@sandsmith/contracts/events/build-events';
import { clientMessages, type DocumentEvent, type SubscribeAck } from '@sandsmith/contracts/events/socket';
import { createdApiKeySchema } from '@sandsmith/contracts/http/auth';
import { delay } from '@sandsmith/foundation/delay';
import { newId } from '@sandsmith/foundation/ids';
import { type ApiClient, createApiClient } from '@sandsmith/test-kit/product/api-client';
import { type Product, startProduct } from '@sandsmith/test-kit/product/start-product';
import { io, type Socket } from 'socket.io-client';
import { type Belongings, createBelongings } from './api-fixture.ts';

let product: Product;
let owner: ApiClient;
let stranger: ApiClient;
let own: Belongings;
const sockets: Socket[] = [];
beforeAll(async () => {
  product = await startProduct();
  owner = await product.register('owner');
  stranger = await product.register('stranger');
  own = await createBelongings(product, owner);
});
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.disconnect();
});
afterAll(() => product.close());

function open(token: string | undefined, options: object = {}): Promise<Socket> {
  const socket = io(product.url, {
    transports: ['websocket'],
    reconnection: false,
    auth: { token },
    ...options,
  });
  sockets.push(socket);
  return new Promise((resolve, reject) => {
    socket.once('connect', () => resolve(socket));
    socket.once('connect_error', reject);
  });
}

const size = { columns: 80, rows: 24 };
const ask = (socket: Socket, type: string, message: unknown): Promise<SubscribeAck> =>
  socket.timeout(5_000).emitWithAck(type, message);

async function until(isTrue: () => boolean): Promise<void> {
  for (let tries = 0; tries < 600 && !isTrue(); tries += 1) await delay(100);
  expect(isTrue()).toBe(true);
}

/** Stored as a build would leave them behind. */
async function storeEvents(buildId: string, from: number, to: number): Promise<void> {
  const { prisma } = product.context.store.database;
  const rows = Array.from({ length: to - from + 1 }, (_, index) => ({
    buildId,
    sequence: from + index,
    type: 'stdout.delta',
    payload: { text: `line ${from + index}\n` },
  }));
  await prisma.buildEvent.createMany({ data: rows });
  await prisma.build.update({ where: { id: buildId }, data: { lastSequence: to } });
}

describe('connecting', () => {
  test('needs a token that stands', async () => {
    for (const token of [undefined, '', 'x', 'sk_sand_x', `${owner.token}x`])
      await expect(open(token)).rejects.toMatchObject({ data: { status: 401 } });
    expect((await open(owner.token)).connected).toBe(true);
  });

  test('from a page of another site is refused, even with a token', async () => {
    await expect(open(owner.token, { extraHeaders: { Origin: 'https://evil.example' } })).rejects.toThrow();
    const socket = await open(owner.token, { extraHeaders: { Origin: product.url } });
    expect(socket.connected).toBe(true);
  });

  test('ends when the session does', async () => {
    const session = await createApiClient({ url: product.url }).signIn(product.account);
    const socket = await open(session.token);
    await product.client.request('POST', '/auth/logout', { headers: { Cookie: session.cookie } });
    await until(() => !socket.connected);
  });
});

describe('every message', () => {
  test('with another’s id is answered as if it did not exist', async () => {
    const answer = await ask(await open(owner.token), 'terminal.open', { sessionId: own.session, ...size });
    const terminalId = answer.ok ? answer.terminalId : undefined;
    const ids = {
      buildId: own.build,
      runId: own.run,
      projectId: own.project,
      sessionId: own.session,
      terminalId,
    };
    const rest = { ...size, data: 'exit\n' };
    for (const client of [stranger, product.client]) {
      const socket = await open(client.token);
      let received = 0;
      socket.onAny(() => {
        received += 1;
      });
      for (const [type, schema] of Object.entries(clientMessages)) {
        if (type === 'build.unsubscribe') continue;
        const take = (values: object) =>
          Object.fromEntries(Object.entries(values).filter(([name]) => name in schema.shape));
        expect(Object.keys(take(ids)).length).toBeGreaterThan(0);
        const wanted = { ...take(ids), ...take(rest) };
        const answer = await ask(socket, type, wanted);
        expect(answer).toMatchObject({ ok: false, problem: { status: 404 } });
      }
      await owner.upload(own.project, [{ name: 'more.csv', content: 'a\n1\n' }]);
      await delay(200);
      expect(received).toBe(0);
    }
  });

  test('that is not as it should be is answered with the problem, and the connection stays', async () => {
    const socket = await open(owner.token);
    for (const type of Object.keys(clientMessages))
      for (const message of [null, 'x', 7, {}, { surprise: 1 }, { buildId: own.build, surprise: 1 }])
        expect(await ask(socket, type, message)).toMatchObject({
          ok: false,
          problem: { status: 400, code: 'request.invalid' },
        });
    socket.emit('build.subscribe');
    socket.emit('build.subscribe', { buildId: own.build }, 'not a function');
    expect(await ask(socket, 'build.subscribe', { buildId: own.build })).toMatchObject({ ok: true });
  });
});

describe('build events', () => {
  test('come in order and without holes: stored ones first, new ones after, from any number on', async () => {
    await storeEvents(own.build, 1, 1_500);
    const socket = await open(owner.token);
    const events: BuildEvent[] = [];
    socket.on('build.event', (event) => events.push(buildEventSchema.parse(event)));
    expect(await ask(socket, 'build.subscribe', { buildId: own.build, after: 700 })).toEqual({
      ok: true,
      lastSequence: 1_500,
    });
    for (let from = 1_501; from < 1_600; from += 10) {
      await storeEvents(own.build, from, from + 9);
      await product.context.shared.kv.publish(
        'build-events',
        JSON.stringify({ buildId: own.build, sequence: from + 9 }),
      );
    }
    await until(() => events.length >= 900);
    expect(events.map(({ sequence }) => sequence)).toEqual(
      Array.from({ length: 900 }, (_, index) => 701 + index),
    );

    expect(await ask(socket, 'build.unsubscribe', { buildId: own.build })).toEqual({ ok: true });
    await storeEvents(own.build, 1_601, 1_601);
    await product.context.shared.kv.publish(
      'build-events',
      JSON.stringify({ buildId: own.build, sequence: 1_601 }),
    );
    await delay(200);
    expect(events).toHaveLength(900);
  });

  test('of a real build, live, equal those that are read afterwards', async () => {
    const socket = await open(owner.token);
    const live: BuildEvent[] = [];
    socket.on('build.event', (event) => live.push(event));
    const build = await owner.call('POST', `/projects/${own.project}/builds`, {
      json: { spec: 'Average of a as a table', documentIds: [own.document], provider: 'builtin' },
      schema: buildSchema,
    });
    await ask(socket, 'build.subscribe', { buildId: build.id });
    await until(() => live.some(({ type }) => type === 'plan.proposed' || type === 'build.failed'));
    await owner.request('POST', `/builds/${build.id}/cancel`);
    await until(() => live.some(({ type }) => type === 'build.cancelled' || type === 'build.failed'));
    const { body } = await owner.request('GET', `/builds/${build.id}/events`);
    expect(live).toEqual((body as { events: BuildEvent[] }).events);
  });
});

test('document events tell progress and the end', async () => {
  const socket = await open(owner.token);
  const events: DocumentEvent[] = [];
  socket.on('document.event', ({ event }: { event: DocumentEvent }) => events.push(event));
  await ask(socket, 'document.subscribe', { projectId: own.project });
  const { body } = await owner.upload(own.project, [{ name: 'live.csv', content: 'a\n1\n' }]);
  const { id } = (body as { documents: [{ id: string }] }).documents[0];
  const seen = () =>
    events.flatMap((event) => (event.type === 'document.changed' ? [event.document.status] : []));
  await until(() => seen().includes('ready'));
  await owner.request('DELETE', `/documents/${id}`);
  await until(() => events.some((event) => event.type === 'document.deleted' && event.documentId === id));
});

test('run events of a finished run tell its end', async () => {
  const { repositories } = product.context.store;
  const { userId } = await product.context.auth.authenticateToken(owner.token ?? '');
  const id = newId();
  await repositories.runs.create({ id, userId, language: 'python' });
  const { abandonedResult } = await import('@sandsmith/gateway/runs/run-results');
  await repositories.runs.finish(abandonedResult({ id, language: 'python' }), []);
  const socket = await open(owner.token);
  const received = new Promise((resolve) => socket.once('run.event', resolve));
  expect(await ask(socket, 'run.subscribe', { runId: id })).toEqual({ ok: true });
  expect(await received).toMatchObject({ runId: id, event: { type: 'run.finished', result: { id } } });
});

test('ten thousand messages at once are answered, most with a refusal, and hold nobody else up', async () => {
  const socket = await open(stranger.token);
  const answers = Array.from({ length: 10_000 }, () => ask(socket, 'build.subscribe', { buildId: newId() }));
  const startedMs = performance.now();
  expect(await owner.request('GET', `/builds/${own.build}`)).toMatchObject({ status: 200 });
  expect(performance.now() - startedMs).toBeLessThan(4_000);
  const codes = (await Promise.all(answers)).map((answer) => (answer.ok ? 'ok' : answer.problem.code));
  expect(new Set(codes)).toEqual(new Set(['build.not-found', 'request.rate-limited']));
  expect(socket.connected).toBe(true);
}, 30_000);

test('a connection made with an API key ends when the key is withdrawn', async () => {
  const json = { name: 'for a socket' };
  const key = await owner.call('POST', '/api-keys', { json, schema: createdApiKeySchema });
  const socket = await open(key.key);
  const ended = new Promise((resolve) => socket.once('disconnect', resolve));
  await owner.request('DELETE', `/api-keys/${key.id}`);
  expect(await ended).toBe('io server disconnect');
});
