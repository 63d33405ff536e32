import { expect, test } from '@jest/globals';
import { layerOf, stepOf } from './build-stream.ts';

test.each([
  ['Step 4/9 : RUN make', { step: 4, steps: 9 }],
  ['Step 12/12 : USER sandbox', { step: 12, steps: 12 }],
  [' ---> Running in 1234', undefined],
  ['echo Step 1/2 : no', undefined],
])('the step in %p', (line, expected) => {
  expect(stepOf(line)).toEqual(expected);
});

test.each([
  [' ---> 0123456789ab', '0123456789ab'],
  [' ---> Running in 0123456789ab', undefined],
  [' ---> Using cache', undefined],
  ['echo ---> 0123456789ab', undefined],
])('the image made in %p', (line, expected) => {
  expect(layerOf(line)).toBe(expected);
});
