import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { delay } from '@sandsmith/foundation/delay';
import { spawnProduct } from '@sandsmith/test-kit/product/spawn-product';
import { startProduct } from '@sandsmith/test-kit/product/start-product';

describe('the start', () => {
  test('says what stands in the way when the port is taken', async () => {
    const blocker = createServer();
    await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', resolve));
    const address = blocker.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    try {
      await expect(spawnProduct({ env: { PORT: String(port) } })).rejects.toThrow(
        `Port ${port} on 127.0.0.1 is taken by another program`,
      );
    } finally {
      blocker.close();
    }
  });

  test('tells every fault of its settings together', async () => {
    const env = { PORT: 'many', REGISTRATION: 'maybe', SECRET_KEY: 'short', ADMIN_EMAIL: 'nobody' };
    const failure = await spawnProduct({ env }).catch((error: unknown) => String(error));
    for (const name of Object.keys(env)) expect(failure).toContain(`  ${name} must`);
  });

  test('makes up a password for the first account and tells it once', async () => {
    const product = await spawnProduct();
    try {
      expect(product.output()).toContain(`First sign-in: ${product.account.email}`);
      expect(product.output()).not.toContain(product.account.password);
    } finally {
      await product.close();
    }
  });

  test('comes again after a crash, on the same data', async () => {
    const product = await spawnProduct();
    try {
      await product.client.request('POST', '/projects', { json: { name: 'Kept' } });
      await product.kill();
      await product.restart();
      expect((await product.client.request('GET', '/projects')).body).toMatchObject({
        projects: [{ name: 'Kept' }],
      });
    } finally {
      await product.close();
    }
  });
});

describe('the end', () => {
  test('comes when the parent process goes, within ten seconds, with open connections', async () => {
    const product = await spawnProduct();
    const { pid } = product;
    const stream = product.client.fetch('POST', '/runs', {
      json: { language: 'bash', files: [{ path: 'a.sh', content: 'sleep 60' }] },
      headers: { Accept: 'application/x-ndjson' },
    });
    await stream;
    const startedMs = performance.now();
    product.disconnect();
    while (isAlive(pid) && performance.now() - startedMs < 15_000) await delay(50);
    expect(isAlive(pid)).toBe(false);
    expect(performance.now() - startedMs).toBeLessThan(10_000);
    await product.close();
  });

  test('in the test process leaves nothing behind', async () => {
    const product = await startProduct();
    const { dataDirectory, workspaceDirectory } = product.context.config;
    expect(existsSync(dataDirectory)).toBe(true);
    await product.close();
    expect(existsSync(dataDirectory)).toBe(false);
    expect(existsSync(workspaceDirectory)).toBe(false);
    await expect(fetch(`${product.url}/healthz`)).rejects.toThrow();
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
