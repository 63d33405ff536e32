import type { ColumnType } from '@sandsmith/contracts/domain/document';
import type { ColumnSource } from '../reader.ts';
import { anyCase } from './any-case.ts';
import { dateFormats } from './date-formats.ts';

/** A type that the values of a column may have: how to recognise one, and how to make the value of its text. */
export interface TypeCandidate {
  type: ColumnType;
  dateFormat?: string;
  /** Whether the numbers are written with a decimal comma. */
  hasDecimalComma?: boolean;
  regex: string;
  /** SQL over the trimmed text `v` that is null where `v` is no such value. */
  sql: (v: string) => string;
}

/** Words that stand for a missing value, in columns of anything but text. */
export const nullWords = ['na', 'n/a', '#n/a', 'nan', 'null', 'none', '-', '<na>'];

const booleanRegex = anyCase(['true', 'false']);
const integerRegex = '[+-]?(0|[1-9][0-9]*)';
const numberRegex = '[+-]?((0|[1-9][0-9]*)([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]+)?';
const commaRegex = '[+-]?((0|[1-9][0-9]*)(,[0-9]*)?|,[0-9]+)([eE][+-]?[0-9]+)?';
const isoDateRegex = '[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])';
const isoTimeRegex = '([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,9})?)?';
const offsetRegex = '(Z|[+-][0-9]{2}(:?[0-9]{2})?)';
const clockRegex = '([01]?[0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,6})?)?';

const guarded = (regex: string, value: (v: string) => string) => (v: string) =>
  `CASE WHEN regexp_full_match(${v}, '${regex}') THEN ${value(v)} END`;
const finite = (value: string) => `(CASE WHEN isfinite(${value}) THEN ${value} END)`;

const boolean: TypeCandidate = {
  type: 'boolean',
  regex: booleanRegex,
  sql: guarded(booleanRegex, (v) => `(lower(${v}) = 'true')`),
};
const integer: TypeCandidate = {
  type: 'integer',
  regex: integerRegex,
  sql: guarded(integerRegex, (v) => `try_cast(${v} AS BIGINT)`),
};
/** Beyond 64 bits. Reading a text as DECIMAL is slow, so short ones take the other way. */
const wideInteger: TypeCandidate = {
  type: 'integer',
  regex: integerRegex,
  sql: guarded(
    integerRegex,
    (v) =>
      `CASE WHEN strlen(${v}) <= 18 THEN CAST(try_cast(${v} AS BIGINT) AS DECIMAL(38, 0)) ELSE try_cast(${v} AS DECIMAL(38, 0)) END`,
  ),
};
const number: TypeCandidate = {
  type: 'number',
  regex: numberRegex,
  sql: guarded(numberRegex, (v) => finite(`try_cast(${v} AS DOUBLE)`)),
};
const commaNumber: TypeCandidate = {
  type: 'number',
  hasDecimalComma: true,
  regex: commaRegex,
  sql: guarded(commaRegex, (v) => finite(`try_cast(replace(${v}, ',', '.') AS DOUBLE)`)),
};
const isoDate: TypeCandidate = {
  type: 'date',
  regex: isoDateRegex,
  sql: guarded(isoDateRegex, (v) => `try_cast(${v} AS DATE)`),
};
const localDatetimeRegex = `${isoDateRegex}([ T]${isoTimeRegex})?`;
const localDatetime: TypeCandidate = {
  type: 'datetime',
  regex: localDatetimeRegex,
  sql: guarded(localDatetimeRegex, (v) => `try_cast(${v} AS TIMESTAMP)`),
};
const zonedRegex = `${isoDateRegex}[ T]${isoTimeRegex} ?${offsetRegex}`;
const zonedDatetime: TypeCandidate = {
  type: 'datetime',
  regex: zonedRegex,
  sql: guarded(zonedRegex, (v) => `try_cast(${v} AS TIMESTAMPTZ)`),
};
const time: TypeCandidate = {
  type: 'time',
  regex: clockRegex,
  sql: guarded(
    clockRegex,
    (v) => `try_cast(CASE WHEN ${v} LIKE '_:%' THEN '0' || ${v} ELSE ${v} END AS TIME)`,
  ),
};
const formatted = dateFormats.map(
  ({ pattern, regex, type }): TypeCandidate => ({
    type,
    dateFormat: pattern,
    regex,
    sql: guarded(regex, (v) => {
      const parsed = `try_strptime(${v}, '${pattern}')`;
      return type === 'date' ? `CAST(${parsed} AS DATE)` : parsed;
    }),
  }),
);
const dates = [isoDate, localDatetime, zonedDatetime, ...formatted];

/** The types a column of this source can have, best first. `;` between fields allows for decimal commas. */
export function candidatesOf(source: ColumnSource, delimiter: string | undefined): TypeCandidate[] {
  if (source === 'number') return [integer, wideInteger, number];
  if (source === 'boolean') return [boolean];
  if (source === 'temporal') return [isoDate, localDatetime, time];
  if (source === 'string') return dates;
  if (source !== 'any') return [];
  return [boolean, integer, wideInteger, number, ...(delimiter === ';' ? [commaNumber] : []), ...dates, time];
}
