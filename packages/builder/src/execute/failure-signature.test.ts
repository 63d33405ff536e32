import { describe, expect, test } from '@jest/globals';
import { normaliseLine, signFailure } from './failure-signature.ts';

describe('a failure is recognised when it comes again', () => {
  const traceback = (line: number, address: string, path: string) =>
    `Traceback (most recent call last):\n  File "${path}", line ${line}, in <module>\n    main()\nKeyError: 'temp_max at ${address}'\n`;

  test('whatever its line numbers, paths and addresses are', () => {
    const sign = (stderr: string) => signFailure({ ending: 'exit code 1', stdout: '', stderr }).signature;
    const first = sign(traceback(12, '0x7f00aa', '/work/a.py'));
    expect(sign(traceback(97, '0x11bb', '/work/other/b.py'))).toBe(first);
    expect(first).toBe(`exit code 1: KeyError: 'temp_max at <hex>'`);
    expect(sign(traceback(12, '0x7f00aa', '/work/a.py').replace('KeyError', 'TypeError'))).not.toBe(first);
  });

  test('and a different ending is a different failure', () => {
    const run = { stdout: 'x', stderr: '' };
    expect(signFailure({ ...run, ending: 'the time limit' })).not.toEqual(
      signFailure({ ...run, ending: 'exit code 1' }),
    );
  });

  test('the lines that matter are few and hold the cause', () => {
    const noise = Array.from({ length: 500 }, (_, index) => `row ${index}`).join('\n');
    const { lines } = signFailure({
      ending: 'exit code 1',
      stdout: noise,
      stderr: traceback(3, '0x1', '/work/a.py'),
    });
    expect(lines.length).toBeLessThanOrEqual(12);
    expect(lines.at(-1)).toContain('KeyError');
  });

  test('output of pytest is read from stdout', () => {
    const stdout =
      'F\n=== FAILURES ===\nE   AssertionError: assert 3 == 4\nFAILED test_a.py::test_sum\n1 failed in 0.02s\n';
    const { signature } = signFailure({ ending: 'exit code 1', stdout, stderr: '' });
    expect(signature).toBe('exit code 1: E AssertionError: assert <n> == <n>');
  });

  test('colours, ids and times are removed', () => {
    expect(normaliseLine('took 1.53s at 2026-11-20T04:00:00Z id 0190f0c2-7c1e-7a4b-8d3a-5b1c9a2e4f60')).toBe(
      'took <time> at <time> id <id>',
    );
  });

  test('a silent failure is its ending', () => {
    expect(signFailure({ ending: 'signal SIGKILL', stdout: '', stderr: '' })).toEqual({
      signature: 'signal SIGKILL',
      lines: [],
    });
  });
});
