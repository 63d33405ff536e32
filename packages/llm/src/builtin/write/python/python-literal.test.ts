import { describe, expect, test } from '@jest/globals';
import { createNameRegister, snakeName } from './identifier.ts';
import { call, dictionary, lines, values } from './layout.ts';
import { pythonComment, pythonFStringText, pythonLiteral, pythonString } from './python-literal.ts';

/** A small generator with a fixed seed: the same texts in every run. */
function hostileTexts(count: number): string[] {
  const pieces = [
    '"',
    "'",
    '\\',
    '\n',
    '\r',
    '\t',
    '\0',
    '{',
    '}',
    '"""',
    "'''",
    '\u2028',
    '\u202e',
    '\ufeff',
    'é',
    '日',
    '😀',
    '\u0301',
    '\ud800',
    '%',
    '$',
    '#',
    'a',
    ' ',
  ];
  let state = 42;
  const next = (below: number): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state % below;
  };
  return Array.from({ length: count }, () =>
    Array.from({ length: next(12) }, () => pieces[next(pieces.length)] ?? '').join(''),
  );
}

/** Reads a literal back by the rules of Python's escapes. */
function readBack(literal: string): string {
  return literal.slice(1, -1).replace(/\\(x..|u....|U.{8}|.)/gsu, (_, sequence: string) => {
    if (/^[xuU]./.test(sequence)) return String.fromCodePoint(Number.parseInt(sequence.slice(1), 16));
    return { n: '\n', r: '\r', t: '\t' }[sequence] ?? sequence;
  });
}

describe('Python literals', () => {
  test('hold any text on one printable line and give it back', () => {
    for (const text of hostileTexts(2_000)) {
      const literal = pythonString(text);
      expect(readBack(literal)).toBe(text);
      expect(literal).not.toMatch(/[\p{Cc}\p{Zl}\p{Cf}]/u);
      const inner = literal.slice(1, -1).replace(/\\./gsu, '');
      expect(inner).not.toContain(literal[0]);
    }
  });

  test('write numbers, booleans and nothing as Python does', () => {
    expect([1, -2.5, 1e21, 1e-7, true, false, null].map(pythonLiteral)).toEqual([
      '1',
      '-2.5',
      '1000000000000000000000',
      '1e-7',
      'True',
      'False',
      'None',
    ]);
  });

  test('sentences cannot open a replacement field, comments cannot end a docstring', () => {
    expect(pythonFStringText('{a} "b"')).toBe("{{a}} 'b'");
    for (const text of hostileTexts(500)) {
      const comment = pythonComment(text);
      expect(comment).not.toContain('"""');
      expect(comment).not.toContain('\\');
      expect(comment.endsWith('"')).toBe(false);
      expect(comment).not.toContain('\n');
    }
  });
});

describe('names', () => {
  test('are identifiers, never reserved and never given twice', () => {
    const register = createNameRegister();
    const names = [
      'class',
      'class',
      'Total $',
      '',
      '2012',
      'é ü',
      'Cost (USD)',
      'print',
      ...hostileTexts(300),
    ].map((text) => register.take(text));
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[\p{Ll}\p{Lo}_][\p{Ll}\p{Lo}0-9_]*$/u);
    expect(snakeName('tempMax in °C')).toBe('temp_max_in_c');
  });
});

describe('layout', () => {
  test('keeps short statements whole and breaks long ones at their last bracket', () => {
    expect(lines(['x = ', call('f', 'a', 'b')])).toEqual(['x = f(a, b)']);
    const long = Array.from({ length: 12 }, (_, index) => `column number ${index}`);
    const broken = lines(['x = ', call('f', ['names=', values(...long)])]);
    expect(broken[0]).toBe('x = f(');
    expect(broken[1]).toBe('    names=[');
    expect(broken[2]).toBe('        "column number 0",');
    expect(Math.max(...broken.map((line) => line.length))).toBeLessThanOrEqual(100);
    expect(lines(dictionary([['a', '1']]))).toEqual(['{"a": 1}']);
  });
});
