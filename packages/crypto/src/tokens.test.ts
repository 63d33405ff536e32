import { describe, expect, test } from '@jest/globals';
import { equalsInConstantTime, hashToken, randomToken, signText } from './tokens.ts';

describe('tokens', () => {
  test('random tokens are long, url-safe and all different', () => {
    const tokens = new Set(Array.from({ length: 100 }, () => randomToken()));
    expect(tokens.size).toBe(100);
    for (const token of tokens) expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
  });

  test('hashes with SHA-256', () => {
    expect(hashToken('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  test('compares whole texts', () => {
    expect(equalsInConstantTime('same', 'same')).toBe(true);
    expect(equalsInConstantTime('same', 'sama')).toBe(false);
    expect(equalsInConstantTime('same', 'same ')).toBe(false);
  });

  test('a signature depends on the text and on the key', () => {
    const key = Buffer.alloc(32, 1);
    expect(signText('a', key)).toBe(signText('a', key));
    expect(signText('a', key)).not.toBe(signText('b', key));
    expect(signText('a', key)).not.toBe(signText('a', Buffer.alloc(32, 2)));
  });
});
