import { describe, expect, test } from '@jest/globals';
import { createNonceSplitter, newNonce, nonceBytes } from './nonce-splitter.ts';

function split(nonce: Buffer, whole: Buffer, size: number): { output: string; report: string } {
  const splitter = createNonceSplitter(nonce);
  const output: Buffer[] = [];
  const report: Buffer[] = [];
  for (let at = 0; at < whole.length; at += size) {
    const part = splitter.push(whole.subarray(at, at + size));
    output.push(part.output);
    if (part.report) report.push(part.report);
  }
  output.push(splitter.flush());
  return {
    output: Buffer.concat(output).toString('latin1'),
    report: Buffer.concat(report).toString('latin1'),
  };
}

describe('the nonce splitter', () => {
  const nonce = newNonce();

  test.each([1, 3, 31, 33, 10_000])('parts output from report in chunks of %d bytes', (size) => {
    const whole = Buffer.concat([Buffer.from('output\n'), nonce, Buffer.from('report')]);
    expect(split(nonce, whole, size)).toEqual({ output: 'output\n', report: 'report' });
  });

  test.each([1, 4, 1000])('does not lose what only begins like the nonce (chunks of %d)', (size) => {
    const almost = Buffer.concat([nonce.subarray(0, 31), Buffer.from([0xff, 0xff]), nonce.subarray(0, 20)]);
    const whole = Buffer.concat([almost, nonce, Buffer.from('!')]);
    expect(split(nonce, whole, size)).toEqual({ output: almost.toString('latin1'), report: '!' });
  });

  test('without the nonce everything is output', () => {
    const whole = Buffer.concat([Buffer.from('text'), nonce.subarray(0, 10)]);
    expect(split(nonce, whole, 5)).toEqual({ output: whole.toString('latin1'), report: '' });
  });

  test('ordinary text is not held back', () => {
    expect(createNonceSplitter(nonce).push(Buffer.from('prompt> ')).output.toString()).toBe('prompt> ');
  });

  test('each nonce is another', () => {
    expect(newNonce()).toHaveLength(nonceBytes);
    expect(newNonce().equals(newNonce())).toBe(false);
  });
});
