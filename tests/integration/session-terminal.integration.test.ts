import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { SubscribeAck } from '@sandsmith/contracts/events/socket';
import { delay } from '@sandsmith/foundation/delay';
import { newId } from '@sandsmith/foundation/ids';
import type { ApiClient } from '@sandsmith/test-kit/product/api-client';
import { type Product, startProduct } from '@sandsmith/test-kit/product/start-product';
import type { Socket } from 'socket.io-client';
import { connectSocket, createProject, openSession, readSession } from './session-fixture.ts';

let product: Product;
let owner: ApiClient;
let projectId: string;
let sessionId: string;
const sockets: Socket[] = [];
beforeAll(async () => {
  product = await startProduct();
  owner = await product.register('owner');
  projectId = (await createProject(owner, { 'hello.txt': 'hello\n' })).id;
  sessionId = (await openSession(owner, projectId, { language: 'bash', network: 'none' })).id;
}, 120_000);
afterAll(async () => {
  for (const socket of sockets) socket.disconnect();
  await product.close();
}, 60_000);

const size = { columns: 80, rows: 24 };
const ask = (socket: Socket, type: string, message: object): Promise<SubscribeAck> =>
  socket.timeout(20_000).emitWithAck(type, message);

async function connect(client: ApiClient) {
  const socket = await connectSocket(client);
  sockets.push(socket);
  const seen = { text: '', replays: 0, exits: [] as { terminalId: string; exitCode: number | null }[] };
  socket.on('terminal.data', ({ data, isReplay }: { data: string; isReplay?: boolean }) => {
    seen.text = isReplay ? data : seen.text + data;
    if (isReplay) seen.replays += 1;
  });
  socket.on('terminal.exited', (exit) => seen.exits.push(exit));
  return { socket, seen };
}

async function openTerminal(socket: Socket, terminalId?: string): Promise<string> {
  const answer = await ask(socket, 'terminal.open', {
    sessionId,
    ...size,
    ...(terminalId && { terminalId }),
  });
  if (!answer.ok) throw new Error(answer.problem.detail);
  return answer.terminalId ?? '';
}

async function until(isTrue: () => boolean, withinMs = 10_000): Promise<void> {
  for (let tries = 0; tries < withinMs / 50 && !isTrue(); tries += 1) await delay(50);
  expect(isTrue()).toBe(true);
}

test('a terminal is a real one, outlives its connection, and is seen by every page of its user', async () => {
  const first = await connect(owner);
  const terminalId = await openTerminal(first.socket);
  const write = (data: string) => ask(first.socket, 'terminal.write', { terminalId, data });
  await write('cat hello.txt; tty; stty size; printf "gr\\303\\274n \\360\\237\\231\\202\\n"\r');
  await until(() => /hello\r\n\/dev\/pts\/\d+\r\n24 80\r\ngrün 🙂/.test(first.seen.text));
  await ask(first.socket, 'terminal.resize', { terminalId, columns: 100, rows: 30 });
  await write('stty size\r');
  await until(() => first.seen.text.includes('30 100'));
  await write('sleep 100; echo not-reached\r');
  await delay(300);
  await write('\x03');
  await write('echo after-$((1+1))\r');
  await until(() => first.seen.text.includes('after-2\r\n'));
  expect(first.seen.text).not.toContain('\nnot-reached');
  first.socket.disconnect();

  const second = await connect(owner);
  expect(await openTerminal(second.socket, terminalId)).toBe(terminalId);
  await until(() => second.seen.replays === 1 && second.seen.text.includes('after-2\r\n'));
  const third = await connect(owner);
  await openTerminal(third.socket, terminalId);
  await ask(second.socket, 'terminal.write', {
    terminalId,
    data: 'echo for-both > made-here.txt; cat made-here.txt\r',
  });
  await until(() => [second, third].every(({ seen }) => /\rfor-both\r\n/.test(seen.text)));
  await untilAnswered(
    async () =>
      (await owner.request('GET', `/projects/${projectId}/files/made-here.txt`)).body === 'for-both\n',
  );

  await ask(second.socket, 'terminal.write', { terminalId, data: 'exit 7\r' });
  await until(() => third.seen.exits.length === 1);
  expect(third.seen.exits).toEqual([{ terminalId, exitCode: 7 }]);
  const { terminals } = await readSession(owner, sessionId);
  expect(terminals).toContainEqual(expect.objectContaining({ id: terminalId, status: 'exited' }));
}, 60_000);

async function untilAnswered(isTrue: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 100 && !(await isTrue()); tries += 1) await delay(100);
  expect(await isTrue()).toBe(true);
}

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** What is in use, of which nothing is garbage: how much of that a process keeps is up to its collector. */
function bytesInUse(): number {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** The connection below it, which stops reading as a page on a broken network does. */
function connectionOf(socket: Socket): { pause(): void; resume(): void } {
  return (socket.io.engine.transport as unknown as { ws: { pause(): void; resume(): void } }).ws;
}

test('a flood is neither lost for who keeps up nor kept for who does not', async () => {
  const { socket } = await connect(owner);
  const terminalId = await openTerminal(socket);
  const idle = await connect(owner);
  await openTerminal(idle.socket, terminalId);
  const got = { bytes: 0, last: '' };
  socket.removeAllListeners('terminal.data');
  socket.on('terminal.data', ({ data }: { data: string }) => {
    got.bytes += data.length;
    got.last = got.last.slice(-100) + data.slice(-1000);
  });
  connectionOf(idle.socket).pause();
  const before = bytesInUse();
  let mostBytes = 0;
  const look = setInterval(() => {
    mostBytes = Math.max(mostBytes, bytesInUse() - before);
  }, 300);
  await ask(socket, 'terminal.write', {
    terminalId,
    data: 'yes 0123456789 | head -c 30000000; echo; echo the-end-$((2+3))\r',
  });
  await until(() => got.last.includes('the-end-5'), 45_000).finally(() => clearInterval(look));
  expect(got.bytes).toBeGreaterThan(30_000_000);
  expect(mostBytes).toBeGreaterThan(0);
  expect(mostBytes).toBeLessThan(20 * 1024 * 1024);
  expect(idle.seen.replays).toBe(1);
  connectionOf(idle.socket).resume();
  await until(() => idle.seen.replays === 2 && idle.seen.text.includes('the-end-5'));
  await ask(socket, 'terminal.close', { terminalId });
  expect(await ask(socket, 'terminal.write', { terminalId, data: 'x' })).toMatchObject({
    ok: false,
    problem: { code: 'terminal.not-found' },
  });
}, 60_000);

test('nobody else’s messages reach it', async () => {
  const { socket } = await connect(owner);
  const terminalId = await openTerminal(socket);
  const stranger = await connect(await product.register('stranger'));
  const administrator = await connect(product.client);
  for (const { socket: other, seen } of [stranger, administrator]) {
    for (const id of [terminalId, newId()])
      for (const type of ['terminal.write', 'terminal.resize', 'terminal.close'])
        expect(
          await ask(other, type, {
            terminalId: id,
            ...(type === 'terminal.write' && { data: 'id\r' }),
            ...(type === 'terminal.resize' && size),
          }),
        ).toMatchObject({ ok: false, problem: { code: 'terminal.not-found' } });
    for (const id of [sessionId, newId()])
      for (const [type, message] of [
        ['terminal.open', { sessionId: id, ...size }],
        ['terminal.open', { sessionId: id, terminalId, ...size }],
        ['session.subscribe', { sessionId: id }],
      ] as const)
        expect(await ask(other, type, message)).toMatchObject({
          ok: false,
          problem: { code: 'session.not-found' },
        });
    expect(seen.text).toBe('');
  }
}, 60_000);

test('what happens to the session is told to who asked for it', async () => {
  const { socket } = await connect(owner);
  const events: { type: string; processId?: string; text?: string }[] = [];
  socket.on('session.event', ({ event }) => events.push(event));
  expect(await ask(socket, 'session.subscribe', { sessionId })).toEqual({ ok: true });
  await until(() => events[0]?.type === 'session.changed');
  const json = { command: 'echo told; echo more > told.txt' };
  await owner.request('POST', `/sessions/${sessionId}/processes`, { json });
  await until(() => events.some((event) => event.type === 'files.changed'));
  expect(events).toContainEqual({ type: 'process.output', processId: expect.any(String), text: 'told\n' });
  expect(events).toContainEqual({ type: 'files.changed', paths: ['told.txt'], removed: [] });
  expect(events.some(({ type }) => type === 'process.exited')).toBe(true);
  await owner.request('DELETE', `/sessions/${sessionId}`);
  await until(() => events.at(-1)?.type === 'session.changed');
});
