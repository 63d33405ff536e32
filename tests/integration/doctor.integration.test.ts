import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawnProduct } from '@sandsmith/test-kit/product/spawn-product';

const entry = createRequire(import.meta.url).resolve('@sandsmith/gateway/doctor');
let dataDirectory: string;

beforeAll(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), 'doctor-'));
  await chmod(dataDirectory, 0o711);
});
afterAll(() => rm(dataDirectory, { recursive: true, force: true }));

/** Runs the doctor as `npm run doctor` does and gives its exit code and its lines. */
function examine(env: Record<string, string>): Promise<{ code: number; lines: string[] }> {
  const environment = {
    ...process.env,
    DATA_DIR: dataDirectory,
    NODE_OPTIONS: '',
    NODE_NO_WARNINGS: '1',
    ...env,
  };
  return new Promise((resolve) => {
    execFile(process.execPath, [entry], { env: environment }, (error, stdout, stderr) => {
      resolve({
        code: typeof error?.code === 'number' ? error.code : 0,
        lines: `${stdout}${stderr}`.trim().split('\n'),
      });
    });
  });
}

describe('doctor', () => {
  test('passes every check on a machine that has everything', async () => {
    const { code, lines } = await examine({ PORT: '0' });
    expect(lines.filter((line) => line.startsWith('FAIL'))).toEqual([]);
    expect(code).toBe(0);
    for (const title of [
      'Node',
      'Container engine',
      'Image for Python',
      'Disk',
      'Database',
      'Address',
      'Models',
    ])
      expect(lines.filter((line) => line.startsWith(`pass  ${title}  `))).toHaveLength(1);
  });

  test('tells what is missing and how to mend it, and fails', async () => {
    const occupant = createServer((_, response) => response.end('another program'));
    await new Promise<void>((resolve) => occupant.listen(0, '127.0.0.1', resolve));
    const address = occupant.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    try {
      const { code, lines } = await examine({
        PORT: String(port),
        DOCKER_HOST: 'unix:///nowhere/docker.sock',
      });
      expect(code).toBe(1);
      const text = lines.join('\n');
      expect(text).toMatch(/FAIL {2}Container engine .*\n +-> .*install -y docker\.io/);
      expect(text).toMatch(/FAIL {2}Address .*Another program listens.*\n +-> .*PORT=/);
      expect(text).toMatch(/, 2 failed$/);
    } finally {
      occupant.closeAllConnections();
      occupant.close();
    }
  });

  test('asks the running server for what it holds', async () => {
    const product = await spawnProduct({ env: { SAMPLE_PROJECT: 'off' } });
    try {
      const { code, lines } = await examine({ PORT: new URL(product.url).port });
      expect(code).toBe(0);
      expect(lines.join('\n')).toMatch(/pass {2}Database .*answers the running server/);
      expect(lines.join('\n')).toMatch(/pass {2}Address .*Sandsmith is running/);
    } finally {
      await product.close();
    }
  });
});
