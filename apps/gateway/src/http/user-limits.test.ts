import { expect, test } from '@jest/globals';
import { defaultRunLimits } from '@sandsmith/contracts/domain/run';
import { createUserLimits } from './user-limits.ts';

const limits = { ...defaultRunLimits, wallTimeMs: 30_000 };
const userLimits = createUserLimits({
  maxLimits: { wallTimeMs: 20_000, pids: 1_000 },
  sessionLimits: { pids: 2_000 },
  languages: async () => [{ id: 'python', limits }],
});
const member = { role: 'member' as const };

test('a user’s maxima hold for what is asked for and for the defaults above them', async () => {
  const apply = (wanted: object) => userLimits.apply(member, { language: 'python', limits: wanted });
  expect(await apply({})).toEqual({ wallTimeMs: 20_000 });
  expect(await apply({ wallTimeMs: 10_000, pids: 64 })).toEqual({ wallTimeMs: 10_000, pids: 64 });
  await expect(apply({ wallTimeMs: 20_001, pids: 1_001 })).rejects.toMatchObject({
    code: 'request.invalid',
    details: { issues: [{ path: 'limits.wallTimeMs' }, { path: 'limits.pids' }] },
  });
});

test('a session asks for the maxima that it would be above', async () => {
  expect(await userLimits.ofSession(member, 'python')).toEqual({ wallTimeMs: 20_000, pids: 1_000 });
  expect(await userLimits.ofSession({ role: 'admin' }, 'python')).toBeUndefined();
});

test('administrators have the bounds of the interface alone', async () => {
  const wanted = { language: 'python', limits: { wallTimeMs: 600_000 } };
  expect(await userLimits.apply({ role: 'admin' }, wanted)).toEqual(wanted.limits);
});
