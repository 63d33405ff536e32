import { expect, test } from '@jest/globals';
import {
  formatBytes,
  formatDuration,
  formatElapsed,
  formatMemory,
  formatMoney,
  formatPlural,
  formatRelative,
  formatShare,
} from './format.ts';

const locale = 'en-US';

test('bytes', () => {
  expect(formatBytes(1, locale)).toBe('1 byte');
  expect(formatBytes(999, locale)).toBe('999 bytes');
  expect(formatBytes(48_219, locale)).toBe('48.2 kB');
  expect(formatBytes(200_000_000, locale)).toBe('200 MB');
  expect(formatMemory(536_870_912, locale)).toBe('512 MB');
});

test('money: small amounts keep the digits that matter', () => {
  expect(formatMoney(0, locale)).toBe('$0.00');
  expect(formatMoney(0.0042, locale)).toBe('$0.0042');
  expect(formatMoney(1.5, locale)).toBe('$1.50');
});

test('durations', () => {
  expect(formatDuration(420)).toBe('0.4 s');
  expect(formatDuration(9_999)).toBe('10 s');
  expect(formatDuration(59_990)).toBe('1 min');
  expect(formatDuration(75_000)).toBe('1 min 15 s');
  expect(formatDuration(3_660_000)).toBe('1 h 1 min');
  expect(formatElapsed(-5)).toBe('0 s');
  expect(formatElapsed(12_900)).toBe('12 s');
});

test('counts with their word', () => {
  expect(formatPlural(1, 'row', 'rows', locale)).toBe('1 row');
  expect(formatPlural(1_461, 'row', 'rows', locale)).toBe('1,461 rows');
});

test('times as a person says them', () => {
  const now = Date.parse('2026-11-20T12:00:00Z');
  expect(formatRelative('2026-11-20T11:59:40Z', now, locale)).toBe('just now');
  expect(formatRelative('2026-11-20T11:55:00Z', now, locale)).toBe('5 minutes ago');
  expect(formatRelative('2026-11-19T11:00:00Z', now, locale)).toBe('yesterday');
});

test('a small share is not rounded to none', () => {
  expect(formatShare(0.0004, locale)).toBe('< 0.1%');
  expect(formatShare(0, locale)).toBe('0%');
  expect(formatShare(0.125, locale)).toBe('12.5%');
});
