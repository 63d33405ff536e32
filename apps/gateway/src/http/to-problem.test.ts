import { describe, expect, test } from '@jest/globals';
import { SandsmithError } from '@sandsmith/foundation/errors';
import { toProblem } from './to-problem.ts';

const codeOf = (error: unknown) => toProblem(error).code;

describe('what a person is told of an error', () => {
  test('is what Sandsmith raised on purpose, and nothing of what it did not', () => {
    expect(codeOf(new SandsmithError({ code: 'file.not-found', message: 'x' }))).toBe('file.not-found');
    const told = toProblem(new Error('the password of the database is 123'), 'request-1');
    expect(told).toMatchObject({ status: 500, code: 'internal.error' });
    expect(JSON.stringify(told)).not.toContain('123');
    expect(told.detail).toContain('request-1');
  });

  test('is that the disk is full, wherever a write met it', () => {
    for (const code of ['ENOSPC', 'EDQUOT'])
      expect(toProblem(Object.assign(new Error('no space'), { code }))).toMatchObject({
        status: 507,
        code: 'storage.full',
      });
    expect(codeOf(Object.assign(new Error('denied'), { code: 'EACCES' }))).toBe('internal.error');
  });
});
