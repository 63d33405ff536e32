import { expect, test } from '@jest/globals';
import { createRunLog } from './run-log.ts';

const delta = (text: string) => ({ type: 'stdout.delta' as const, text });

test('every reader gets every event, whenever it begins, until the end', async () => {
  const log = createRunLog();
  const { signal } = new AbortController();
  const read = async () => {
    const texts: unknown[] = [];
    for await (const event of log.follow({ signal })) texts.push('text' in event ? event.text : event.type);
    return texts;
  };
  const early = read();
  log.append(delta('a'));
  await Promise.resolve();
  log.append(delta('b'));
  const late = read();
  log.append(delta('c'));
  log.end();
  expect(await early).toEqual(['a', 'b', 'c']);
  expect(await late).toEqual(['a', 'b', 'c']);
});

test('an abort ends the reading of a run that is silent', async () => {
  const log = createRunLog();
  const controller = new AbortController();
  const reading = log.follow({ signal: controller.signal }).next();
  controller.abort();
  expect(await reading).toEqual({ done: true, value: undefined });
});
