import net, { type AddressInfo } from 'node:net';
import { type Duplex, duplexPair } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, expect, test } from '@jest/globals';
import { silentLogger } from '@sandsmith/foundation/logger';
import { readPackageAccess } from '../package-access.ts';
import { createEgressProxy } from './egress-proxy.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A registry that keeps what it is sent, byte for byte, and gives the same answer to everybody. */
async function startRegistry(answer: string) {
  let received = '';
  const server = net.createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
    });
    // what comes late belongs to it too
    setTimeout(() => socket.end(answer), 100);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => void server.close());
  return { host: `mirror.test:${(server.address() as AddressInfo).port}`, received: () => received };
}

async function tunnelTo(host: string): Promise<Duplex> {
  const access = await readPackageAccess({
    ...{ environment: {}, homeDirectory: '/nowhere', systemDirectory: '/nowhere' },
  });
  const proxy = createEgressProxy({
    ...{ logger: silentLogger, access: async () => access, extraHosts: [host] },
    resolve: async () => ['127.0.0.1'],
  });
  const controller = new AbortController();
  closing.push(() => controller.abort());
  const [program, server] = duplexPair();
  program.on('error', () => {});
  proxy.accept(server, { mode: 'packages', signal: controller.signal });
  return program;
}

const inner = 'GET http://10.0.0.1/ HTTP/1.1\r\nHost: x\r\n\r\n';
const whole = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n';

test.each([
  ['in chunks', `Transfer-Encoding: chunked\r\n\r\n${inner.length.toString(16)}\r\n${inner}\r\n0\r\n\r\n`],
  ['of a length', `Content-Length: ${inner.length}\r\n\r\n${inner}`],
])(
  'the body of a GET, %s, is not passed on: it could be read as a request of its own',
  async (_how, rest) => {
    const registry = await startRegistry(whole);
    const tunnel = await tunnelTo(registry.host);
    tunnel.write(`GET http://${registry.host}/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${rest}`);
    expect(await text(tunnel)).toMatch(/^HTTP\/1\.1 200 /);
    expect(registry.received()).toMatch(/^GET \/ HTTP/);
    expect(registry.received()).not.toMatch(/10\.0\.0\.1|content-length/i);
  },
);

test.each([
  'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n',
  'HTTP/1.1 099 Early\r\nContent-Length: 0\r\n\r\n',
])('an answer that cannot be sent on is told as such: %j', async (answer) => {
  const registry = await startRegistry(answer);
  const tunnel = await tunnelTo(registry.host);
  tunnel.write(`GET http://${registry.host}/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
  expect(await text(tunnel)).toMatch(/^HTTP\/1\.1 502 /);
});
