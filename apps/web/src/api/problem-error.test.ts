import { expect, test } from '@jest/globals';
import { AxiosError, AxiosHeaders } from 'axios';
import { errorWords, toProblemError } from './problem-error.ts';

function answer(status: number, data: unknown, headers: Record<string, string> = {}): AxiosError {
  const config = { headers: new AxiosHeaders() };
  return new AxiosError('refused', 'ERR_BAD_REQUEST', config, undefined, {
    status,
    statusText: '',
    headers,
    config,
    data,
  });
}

const full = {
  type: 'about:blank',
  title: 'The queue is full',
  status: 429,
  code: 'run.queue-full',
  detail: 'All places are taken.',
};

test('a refusal says when there should be room', () => {
  const words = errorWords(toProblemError(answer(429, full, { 'retry-after': '5' })));
  expect(words).toEqual({
    title: 'The queue is full',
    detail: 'All places are taken. There should be room in 5 seconds.',
  });
  expect(errorWords(toProblemError(answer(429, full))).detail).toBe('All places are taken.');
});

test('an answer that is no problem is told all the same', () => {
  expect(errorWords(toProblemError(answer(502, '<html>', { 'retry-after': '1' })))).toEqual({
    title: 'The server answered 502',
    detail:
      'The answer could not be read. Try again; if it happens again, look at the server log. There should be room in 1 second.',
  });
});
