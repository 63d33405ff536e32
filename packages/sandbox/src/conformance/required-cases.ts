import { expect } from '@jest/globals';

const argumentsAsked = ['plain', 'two words', '--flag', '$HOME `id` "quoted"', '*', '{args}', 'ünï→🌍'];
/** An accent that is a character of its own, two of three bytes, one of a face and its colour: 10 code points. */
const line = 'e\u0301 漢字 👩🏽 ß\n';
const someText = expect.any(String);

/** What the case of each name asks and expects at the least, so that no language is let off. */
export const requiredCases: Record<string, object> = {
  hello: { expect: { status: 'succeeded', stdout: 'héllo wörld 🌍\n' } },
  stdin: { stdin: 'one\ntwo\n', expect: { status: 'succeeded', stdout: 'ONE\nTWO\n' } },
  args: {
    args: argumentsAsked,
    expect: { status: 'succeeded', stdout: argumentsAsked.map((item) => `${item}\n`).join('') },
  },
  unicode: { stdin: line, expect: { status: 'succeeded', stdout: `10\n${line}` } },
  'exit-code': { expect: { status: 'failed', phase: 'run', exitCode: 7, stdout: '', stderr: 'bad\n' } },
  // such as "main\\.py.*line 3": the file and the line
  'compile-error': { expect: { status: 'failed', phase: 'compile', outputMatches: someText } },
  'several-files': { expect: { status: 'succeeded', stdout: '42\n' } },
  'tests-pass': { command: someText, expect: { status: 'succeeded', outputMatches: someText } },
  'tests-fail': { command: someText, expect: { status: 'failed', outputMatches: someText } },
  artifacts: {
    expect: {
      status: 'succeeded',
      artifacts: { 'table.csv': 'a,b\n1,2\n', 'deep/page.html': '<p>hi</p>\n' },
    },
  },
};

/** Asked of languages with a package manager. */
export const installCase = { network: 'packages', expect: { status: 'succeeded', stdout: someText } };
