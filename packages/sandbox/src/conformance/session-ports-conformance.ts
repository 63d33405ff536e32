import http from 'node:http';
import type { Duplex } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { SandboxSession } from '../sandbox-port.ts';
import { mebibyte, type SandboxHarness, textFile } from './sandbox-harness.ts';
import { openSession, watch } from './session-harness.ts';

/** Listens where it is told: answers HTTP, takes uploads slowly, sends large answers. */
const server = `
const http = require('node:http');
for (const address of process.argv.slice(2)) {
  const at = address.lastIndexOf(':');
  http.createServer(async (request, response) => {
    if (request.url === '/large') {
      for (let left = 24; left > 0; left--)
        if (!response.write(Buffer.alloc(1 << 20, left))) await new Promise((resolve) => response.once('drain', resolve));
      return response.end();
    }
    let bytes = 0;
    for await (const chunk of request) bytes += chunk.length;
    response.end(address + ' ' + request.method + ' ' + bytes);
  }).listen(Number(address.slice(at + 1)), address.slice(0, at));
}
`;

async function until(isSo: () => boolean, what: string): Promise<void> {
  const giveUp = AbortSignal.timeout(15_000);
  while (!isSo()) {
    if (giveUp.aborted) throw new Error(`${what} did not happen`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Asks over a connection of its own, as the preview does. */
async function ask(
  session: SandboxSession,
  port: number,
  { path = '/', body }: { path?: string; body?: Uint8Array } = {},
): Promise<Buffer> {
  const signal = AbortSignal.timeout(30_000);
  const connection = await session.dial(port, { signal });
  const { promise, resolve, reject } = Promise.withResolvers<http.IncomingMessage>();
  // the types ask for a socket, but the client takes any stream
  const createConnection = () => connection as import('node:net').Socket;
  const headers = { host: 'localhost', connection: 'close' };
  const request = http.request({ path, method: body ? 'POST' : 'GET', headers, createConnection });
  request.once('response', resolve).once('error', reject).end(body);
  return buffer(await promise);
}

function describeDials(session: () => SandboxSession): void {
  test('carry requests to every address that a program may listen on', async () => {
    for (const [port, address] of [
      [7001, '127.0.0.1'],
      [7002, '0.0.0.0'],
      [7004, '::'],
    ] as const) {
      expect(String(await ask(session(), port))).toBe(`${address}:${port} GET 0`);
    }
  });

  test('carry large bodies both ways, also to a slow reader', async () => {
    const body = Buffer.alloc(24 * mebibyte, 'x');
    expect(String(await ask(session(), 7001, { body }))).toBe(`127.0.0.1:7001 POST ${body.length}`);
    const connection = await session().dial(7001, { signal: AbortSignal.timeout(30_000) });
    connection.write('GET /large HTTP/1.0\r\n\r\n');
    const before = process.memoryUsage().rss;
    // nothing is read for a while: the program has to wait, not the server to hold it
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(connection.readableLength).toBeLessThan(mebibyte);
    expect(process.memoryUsage().rss - before).toBeLessThan(20 * mebibyte);
    expect((await buffer(connection)).length).toBeGreaterThan(24 * mebibyte);
  });

  test('work side by side, two hundred at once', async () => {
    const answers = await Promise.all(Array.from({ length: 200 }, () => ask(session(), 7002)));
    expect(new Set(answers.map(String))).toEqual(new Set(['0.0.0.0:7002 GET 0']));
  });

  test('to nobody are refused, and those given up are forgotten', async () => {
    const refused = session().dial(7999, { signal: AbortSignal.timeout(10_000) });
    await expect(refused).rejects.toMatchObject({ code: 'preview.not-listening' });
    const aborted = session().dial(7001, { signal: AbortSignal.abort(new Error('enough')) });
    await expect(aborted).rejects.toThrow('enough');
    const open: Duplex[] = [];
    for (let count = 0; count < 5; count += 1)
      open.push(await session().dial(7001, { signal: AbortSignal.timeout(10_000) }));
    for (const connection of open) connection.destroy();
    expect(String(await ask(session(), 7001))).toContain('GET');
  });
}

/** Whatever listens in a session is found by itself, and reached. */
export function describeSessionPorts(harness: SandboxHarness): void {
  describe('ports', () => {
    let session: SandboxSession | undefined;
    const opened = () => {
      if (!session) throw new Error('the session was not opened');
      return session;
    };
    beforeAll(async () => {
      session = await openSession(harness, {
        language: 'javascript',
        files: [textFile('server.cjs', server)],
      });
    });
    afterAll(() => session?.close());

    test('are found within a second, told, and gone when the program is', async () => {
      const told: number[][] = [];
      const stop = opened().onPorts((ports) => told.push(ports));
      expect(opened().ports()).toEqual([]);
      const first = await opened().start({ command: ['node', 'server.cjs', '127.0.0.1:7900'] });
      watch(first.output);
      await until(() => opened().ports().includes(7900), 'finding the port');
      expect(told.at(-1)).toEqual([7900]);
      first.kill('SIGKILL');
      await until(() => opened().ports().length === 0, 'losing the port');
      expect(told.at(-1)).toEqual([]);
      stop();
      const addresses = ['127.0.0.1:7001', '0.0.0.0:7002', ':::7004'];
      watch((await opened().start({ command: ['node', 'server.cjs', ...addresses] })).output);
      await until(() => opened().ports().length === 3, 'finding all ports');
      expect(opened().ports().toSorted()).toEqual([7001, 7002, 7004]);
    });
    describe('connections', () => describeDials(opened));
  });
}
