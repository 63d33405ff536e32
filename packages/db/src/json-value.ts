import type { Prisma } from '../generated/prisma/client.ts';

function clean(text: string): string {
  return text.replaceAll('\0', '\uFFFD').toWellFormed();
}

function cleanValue(value: unknown): unknown {
  if (typeof value === 'string') return clean(value);
  if (Array.isArray(value)) return value.map(cleanValue);
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.map(([key, item]) => [clean(key), cleanValue(item)]));
}

/**
 * A value as Postgres can store it. Programs and documents may hold what its text cannot (NUL, half a surrogate
 * pair): such characters become U+FFFD.
 */
export function toJsonValue(value: unknown): Prisma.InputJsonValue {
  return cleanValue(value) as Prisma.InputJsonValue;
}

/** The same for a text column. */
export const toStorableText = clean;
