import { expect, test } from '@jest/globals';
import { createScreenWriter } from './screen-writer.ts';

/** A screen that has drawn a piece when it is told so. */
function createScreen() {
  const pieces: string[] = [];
  let drawn: (() => void) | undefined;
  return {
    pieces,
    write(text: string, done: () => void) {
      pieces.push(text);
      drawn = done;
    },
    draw() {
      const done = drawn;
      drawn = undefined;
      done?.();
    },
  };
}

test('what comes while the screen draws is joined to one piece', () => {
  const screen = createScreen();
  const writer = createScreenWriter(screen);
  for (let line = 0; line < 1_000; line += 1) writer.write(`${line}\r\n`, false);
  screen.draw();
  screen.draw();
  expect(screen.pieces).toHaveLength(2);
  expect(screen.pieces.join('').split('\r\n')).toHaveLength(1_001);
});

test('a replay empties the screen, and answers to it are told apart from typing', () => {
  const screen = createScreen();
  const writer = createScreenWriter(screen);
  writer.write('old ', false);
  writer.write('in the replay too', false);
  writer.write('history', true);
  writer.write('$ ', false);
  expect(writer.isReplaying()).toBe(true);
  screen.draw();
  expect(writer.isReplaying()).toBe(true);
  screen.draw();
  expect(writer.isReplaying()).toBe(false);
  screen.draw();
  expect(screen.pieces).toEqual(['old ', '\u001bchistory', '$ ']);
});
