import { expect, test } from '@jest/globals';
import { isAtPrompt } from './shell-prompt.ts';

test.each(['$ ', 'bash-5.2$ ', 'sandsmith@box:/work# ', '(venv) box% '])('%j waits for a command', (line) => {
  expect(isAtPrompt(line)).toBe(true);
});

test.each(['', '$ npm run dev', 'Compiling 42%', '100 % ', '>>> ', 'Password: '])(
  '%j may be at work',
  (line) => {
    expect(isAtPrompt(line)).toBe(false);
  },
);
