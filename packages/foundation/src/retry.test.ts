import { describe, expect, test } from '@jest/globals';
import { delay } from './delay.ts';
import { isSandsmithError, messageOf, SandsmithError } from './errors.ts';
import { newId } from './ids.ts';
import { retry } from './retry.ts';

const quick = { attempts: 3, baseMs: 1, maxMs: 2, isRetryable: () => true };

describe('retry', () => {
  test('stops at the first success and tells which try it is', async () => {
    const seen: number[] = [];
    const result = await retry(async (attempt) => {
      seen.push(attempt);
      if (attempt < 2) throw new Error('not yet');
      return 'done';
    }, quick);
    expect([result, seen]).toEqual(['done', [1, 2]]);
  });

  test('gives up after the last try with the last error', async () => {
    let calls = 0;
    const work = retry(async () => {
      calls += 1;
      throw new Error(`failure ${calls}`);
    }, quick);
    await expect(work).rejects.toThrow('failure 3');
  });

  test('does not repeat what is not retryable', async () => {
    let calls = 0;
    const work = retry(
      async () => {
        calls += 1;
        throw new Error('final');
      },
      { ...quick, isRetryable: () => false },
    );
    await expect(work).rejects.toThrow('final');
    expect(calls).toBe(1);
  });

  test('an abort ends the wait between tries with its reason', async () => {
    const controller = new AbortController();
    const work = retry(
      async () => {
        controller.abort(new Error('stopped by the person'));
        throw new Error('failure');
      },
      { ...quick, baseMs: 60_000, maxMs: 60_000, signal: controller.signal },
    );
    await expect(work).rejects.toThrow('stopped by the person');
  });
});

test('delay rejects with the reason of the signal, at once where it is aborted already', async () => {
  await expect(delay(60_000, AbortSignal.abort(new Error('too late')))).rejects.toThrow('too late');
});

test('ids are UUIDs of version 7 that sort by time', () => {
  const early = newId(1_700_000_000_000);
  const late = newId(1_700_000_000_001);
  expect(early).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(early < late).toBe(true);
  expect(new Set(Array.from({ length: 1_000 }, () => newId(1))).size).toBe(1_000);
});

test('errors are told apart by code, never by message', () => {
  const error = new SandsmithError({
    code: 'file.not-found',
    message: 'There is no main.py.',
    cause: new Error('ENOENT'),
  });
  expect(isSandsmithError(error, 'file.not-found')).toBe(true);
  expect(isSandsmithError(error, 'file.too-large')).toBe(false);
  expect(isSandsmithError(new Error('file.not-found'))).toBe(false);
  expect(messageOf(error.cause)).toBe('ENOENT');
  expect(messageOf('plain')).toBe('plain');
});
