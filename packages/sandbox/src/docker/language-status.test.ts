import { expect, test } from '@jest/globals';
import { createLanguageStatus } from './language-status.ts';

test('many who ask at once are told by one look at the engine, and a failed look is not remembered', async () => {
  let looks = 0;
  const status = createLanguageStatus(async () => {
    looks += 1;
    if (looks === 1) throw new Error('away');
    return [];
  });
  await expect(status()).rejects.toThrow('away');
  const told = await Promise.all(Array.from({ length: 50 }, () => status()));
  expect([looks, told.length]).toEqual([2, 50]);
});
