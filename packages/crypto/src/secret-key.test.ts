import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { deriveKey, loadSecretKey, parseSecretKey } from './secret-key.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sandsmith-key-'));
});
afterEach(() => rm(directory, { recursive: true }));

describe('secret key', () => {
  test('is made once, for its owner alone, and read ever after', async () => {
    const file = join(directory, 'data', 'secret.key');
    const keys = await Promise.all(Array.from({ length: 5 }, () => loadSecretKey({ file })));
    expect(new Set(keys.map((key) => key.toString('hex'))).size).toBe(1);
    expect(keys[0]?.length).toBe(32);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(join(directory, 'data'))).toEqual(['secret.key']);
  });

  test('refuses a file that holds something else, rather than replacing it', async () => {
    const file = join(directory, 'secret.key');
    await writeFile(file, 'hello');
    await expect(loadSecretKey({ file })).rejects.toThrow('32 bytes');
  });

  test('reads base64 and base64url of exactly 32 bytes', () => {
    const key = Buffer.alloc(32, 251);
    expect(parseSecretKey(key.toString('base64'))?.equals(key)).toBe(true);
    expect(parseSecretKey(` ${key.toString('base64url')}\n`)?.equals(key)).toBe(true);
    expect(parseSecretKey(Buffer.alloc(31).toString('base64'))).toBeUndefined();
    expect(parseSecretKey('')).toBeUndefined();
  });

  test('derives a different key for each purpose', () => {
    const secret = Buffer.alloc(32, 7);
    expect(deriveKey(secret, 'a').equals(deriveKey(secret, 'a'))).toBe(true);
    expect(deriveKey(secret, 'a').equals(deriveKey(secret, 'b'))).toBe(false);
  });
});
