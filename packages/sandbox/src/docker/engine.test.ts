import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { expect, test } from '@jest/globals';
import { createEngine } from './engine.ts';

test('hundreds of requests at once do not stop the process', async () => {
  const held: (() => void)[] = [];
  const count = 300;
  const server = createServer((_request, response) => {
    held.push(() => response.end('OK'));
    // All are under way before the first is answered.
    if (held.length === count) for (const answer of held) answer();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const engine = createEngine({ host: `tcp://127.0.0.1:${port}` });
  const lag = monitorEventLoopDelay({ resolution: 5 });
  lag.enable();
  const startedMs = performance.now();
  await Promise.all(Array.from({ length: count }, () => engine.ping()));
  lag.disable();
  await new Promise((resolve) => server.close(resolve));
  expect(performance.now() - startedMs).toBeLessThan(5_000);
  expect(lag.max / 1e6).toBeLessThan(1_500);
}, 60_000);
