import type { JsonValue } from './json-table.ts';

/** TypeScript's library does not know the third argument yet: the value's own text (ECMAScript 2026). */
type SourceReviver = (key: string, value: JsonValue, context: { source?: string }) => JsonValue;

const longDigits = /\d{16}/;

/** Like JSON.parse, but whole numbers beyond 2^53 become bigints instead of losing digits. */
export function parseValue(text: string): JsonValue {
  if (!longDigits.test(text)) return JSON.parse(text) as JsonValue; // what JSON.parse gives is a JsonValue
  const reviver: SourceReviver = (_key, value, { source }) => {
    if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
    return source !== undefined && /^-?\d+$/.test(source) ? BigInt(source) : value;
  };
  return JSON.parse(text, reviver as (key: string, value: unknown) => unknown) as JsonValue; // as above
}
