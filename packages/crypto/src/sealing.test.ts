import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { createSealer } from './sealing.ts';

const context = 'credential:user-1:openai';

describe('sealing', () => {
  test('opens what it sealed, and never seals the same text the same way', () => {
    const sealer = createSealer({ key: randomBytes(32) });
    const first = sealer.seal('sk-häß', { context });
    expect(sealer.open(first, { context })).toBe('sk-häß');
    expect(first.includes('sk-h')).toBe(false);
    expect(sealer.seal('sk-häß', { context }).equals(first)).toBe(false);
  });

  test('refuses another context, another key and any changed byte', () => {
    const sealer = createSealer({ key: randomBytes(32) });
    const sealed = sealer.seal('secret', { context });
    expect(() => sealer.open(sealed, { context: 'credential:user-2:openai' })).toThrow('another place');
    expect(() => createSealer({ key: randomBytes(32) }).open(sealed, { context })).toThrow('does not have');
    for (let index = 0; index < sealed.length; index += 1) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8(changed.readUInt8(index) ^ 1, index);
      expect(() => sealer.open(changed, { context })).toThrow('cannot be opened');
    }
    for (const length of [0, 5, 20, sealed.length - 1])
      expect(() => sealer.open(sealed.subarray(0, length), { context })).toThrow('cannot be opened');
  });

  test('a new key opens what the older one sealed and asks to seal it again', () => {
    const older = randomBytes(32);
    const sealed = createSealer({ key: older }).seal('secret', { context });
    const rotated = createSealer({ key: randomBytes(32), olderKeys: [older] });
    expect(rotated.open(sealed, { context })).toBe('secret');
    expect(rotated.needsReseal(sealed)).toBe(true);
    expect(rotated.needsReseal(rotated.seal('secret', { context }))).toBe(false);
  });

  test('refuses a key of the wrong length', () => {
    expect(() => createSealer({ key: randomBytes(16) })).toThrow('32 bytes');
  });
});
