import { expect, test } from '@jest/globals';
import { delay } from '@sandsmith/foundation/delay';
import { createMessageLine } from './message-line.ts';

test('messages are worked on in their order, one at a time, and one that fails holds nobody up', async () => {
  const line = createMessageLine();
  const told: string[] = [];
  const slow = line.run(async () => {
    await delay(20);
    told.push('slow');
  });
  const broken = line.run(async () => {
    throw new Error('broken');
  });
  const quick = line.run(async () => told.push('quick'));
  await expect(broken).rejects.toThrow('broken');
  await Promise.all([slow, quick]);
  expect(told).toEqual(['slow', 'quick']);
});

test('what comes on top of a full line is refused, until there is room again', async () => {
  const line = createMessageLine({ maxWaiting: 2 });
  const taken = [line.run(() => delay(10)), line.run(() => delay(10))];
  await expect(line.run(async () => 'late')).rejects.toMatchObject({ code: 'request.rate-limited' });
  await Promise.all(taken);
  await expect(line.run(async () => 'in time')).resolves.toBe('in time');
});
