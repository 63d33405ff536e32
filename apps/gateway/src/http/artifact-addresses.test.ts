import { describe, expect, test } from '@jest/globals';
import { createArtifactAddresses } from './artifact-addresses.ts';

const user = '0190f0c2-7c1e-7a4b-8d3a-5b1c9a2e4f60';
const path = '/api/v1/builds/b/artifacts/a chart.png';
const tokenOf = (address: string) => new URL(address, 'http://host').searchParams.get('token') ?? '';

describe('artifact addresses', () => {
  test('prove one path for one user, for half an hour to an hour', () => {
    let now = Date.parse('2026-11-20T10:10:00Z');
    const addresses = createArtifactAddresses({ key: Buffer.alloc(32, 1), now: () => now });
    const address = addresses.sign(path, user);
    expect(new URL(address, 'http://host').pathname).toBe('/api/v1/builds/b/artifacts/a%20chart.png');
    expect(addresses.verify(path, tokenOf(address))).toMatchObject({ userId: user });
    expect(() => addresses.verify('/api/v1/builds/b/artifacts/other.png', tokenOf(address))).toThrow(
      'not valid',
    );
    expect(() => addresses.verify(path, tokenOf(address).replace(user, user.replace('0', '1')))).toThrow(
      'not valid',
    );
    now += 5 * 60_000;
    expect(addresses.sign(path, user)).toBe(address);
    now += 40 * 60_000;
    expect(addresses.verify(path, tokenOf(address))).toMatchObject({ userId: user });
    now += 15 * 60_000;
    expect(() => addresses.verify(path, tokenOf(address))).toThrow('run out');
  });

  test('of another key and nonsense are refused', () => {
    const addresses = createArtifactAddresses({ key: Buffer.alloc(32, 1) });
    const foreign = createArtifactAddresses({ key: Buffer.alloc(32, 2) }).sign(path, user);
    for (const token of [tokenOf(foreign), '', '..', '1.2.3', 'x'.repeat(200)])
      expect(() => addresses.verify(path, token)).toThrow('not valid');
  });
});
