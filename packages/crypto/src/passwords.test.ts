import { describe, expect, test } from '@jest/globals';
import { createPasswordHasher } from './passwords.ts';

const cheap = { memoryKiB: 1_024, passes: 2, lanes: 1 };

describe('passwords', () => {
  test('verifies the right password alone', async () => {
    const hasher = createPasswordHasher({ cost: cheap });
    const hash = await hasher.hash('correct horse battery');
    expect(hash).toMatch(/^\$argon2id\$/);
    expect(await hasher.verify(hash, 'correct horse battery')).toBe(true);
    expect(await hasher.verify(hash, 'correct horse batterz')).toBe(false);
    expect(await hasher.verify('not a hash', 'correct horse battery')).toBe(false);
    expect(await hasher.hash('correct horse battery')).not.toBe(hash);
  });

  test('asks for a new hash when the cost has changed', async () => {
    const hash = await createPasswordHasher({ cost: cheap }).hash('password');
    expect(createPasswordHasher({ cost: cheap }).needsRehash(hash)).toBe(false);
    expect(createPasswordHasher().needsRehash(hash)).toBe(true);
  });

  test('checking nothing costs about what checking a password costs', async () => {
    const hasher = createPasswordHasher();
    const hash = await hasher.hash('password');
    await hasher.verifyNothing('warm up');
    const timeMs = async (work: () => Promise<boolean>) => {
      const start = performance.now();
      expect(await work()).toBe(false);
      return performance.now() - start;
    };
    const real = await timeMs(() => hasher.verify(hash, 'wrong'));
    const nothing = await timeMs(() => hasher.verifyNothing('wrong'));
    expect(nothing).toBeGreaterThan(real / 5);
  });
});
