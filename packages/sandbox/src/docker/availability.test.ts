import { expect, test } from '@jest/globals';
import type Docker from 'dockerode';
import { createAvailability } from './availability.ts';
import type { RuntimeTrial } from './runtime-probe.ts';

test('a runtime that could not be tried yet is tried when it is asked about again, one that worked is not', async () => {
  // only asked whether it is there
  const engine = { ping: async () => 'OK' } as unknown as Docker;
  const trials: (RuntimeTrial | undefined)[] = [undefined, { gaps: ['files'] }];
  let tried = 0;
  const probe = async () => trials[tried++];
  const { runtimeTrial } = createAvailability({ engine, runtime: 'own', probe, onReturn: async () => {} });
  expect(await runtimeTrial()).toBeUndefined();
  expect(await runtimeTrial()).toEqual({ gaps: ['files'] });
  expect(await runtimeTrial()).toEqual({ gaps: ['files'] });
  expect(tried).toBe(2);
});
