import type { Filter, FilterValue, TimeBucket } from '../../question.ts';
import { bucketPartCode } from '../bucket-part.ts';
import type { Code } from '../python/layout.ts';
import { call, values } from '../python/layout.ts';
import { columnNamed, isDate, isNumeric, type TableColumn } from '../table-column.ts';
import { testSource } from './test-source.ts';
import { bucketOf, frameCode, type TinyCell, type TinyRow } from './tiny-frame.ts';

interface Pair {
  passing: TinyCell;
  failing: TinyCell;
}

function numbers(filter: Filter): Pair | undefined {
  switch (filter.operator) {
    case 'between':
      return { passing: Number(filter.from), failing: Number(filter.to) + 1 };
    case 'in':
      return { passing: Number(filter.values[0]), failing: Math.max(...filter.values.map(Number)) + 1 };
    case 'not-in':
      return { passing: Math.max(...filter.values.map(Number)) + 1, failing: Number(filter.values[0]) };
    case 'eq':
    case 'le':
      return { passing: Number(filter.value), failing: Number(filter.value) + 1 };
    case 'ge':
      return { passing: Number(filter.value), failing: Number(filter.value) - 1 };
    case 'gt':
      return { passing: Number(filter.value) + 1, failing: Number(filter.value) };
    case 'lt':
      return { passing: Number(filter.value) - 1, failing: Number(filter.value) };
    case 'ne':
      return { passing: Number(filter.value) + 1, failing: Number(filter.value) };
    default:
      return undefined;
  }
}

function dayAfter(value: FilterValue, days: number): string {
  const moment = new Date(`${String(value).slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(moment.getTime())) return String(value);
  moment.setUTCDate(moment.getUTCDate() + days);
  return moment.toISOString().slice(0, 10);
}

function dates(filter: Filter): Pair | undefined {
  switch (filter.operator) {
    case 'between':
      return { passing: String(filter.from), failing: dayAfter(filter.to, 1) };
    case 'eq':
    case 'le':
      return { passing: String(filter.value), failing: dayAfter(filter.value, 1) };
    case 'ge':
      return { passing: String(filter.value), failing: dayAfter(filter.value, -1) };
    case 'gt':
      return { passing: dayAfter(filter.value, 1), failing: String(filter.value) };
    case 'lt':
      return { passing: dayAfter(filter.value, -1), failing: String(filter.value) };
    default:
      return undefined;
  }
}

function texts(filter: Filter): Pair | undefined {
  switch (filter.operator) {
    case 'eq':
      return { passing: String(filter.value), failing: `not ${filter.value}` };
    case 'ne':
      return { passing: `not ${filter.value}`, failing: String(filter.value) };
    case 'in':
      return { passing: String(filter.values.at(-1)), failing: `not ${filter.values[0]}` };
    case 'not-in':
      return { passing: `not ${filter.values[0]}`, failing: String(filter.values[0]) };
    case 'contains':
      return { passing: `a ${filter.value} b`, failing: 'something else entirely' };
    case 'starts-with':
      return { passing: `${filter.value} b`, failing: `~ ${filter.value}` };
    case 'ends-with':
      return { passing: `a ${filter.value}`, failing: `${filter.value} ~` };
    default:
      return undefined;
  }
}

type ComparingFilter = Extract<Filter, { part?: TimeBucket }>;

function valuesOf(filter: ComparingFilter): FilterValue[] {
  if (filter.operator === 'between') return [filter.from, filter.to];
  return 'values' in filter ? filter.values : [filter.value];
}

function passesPart(filter: ComparingFilter, part: TimeBucket, moment: string): boolean {
  const { value: read } = bucketPartCode(part, '');
  const found = bucketOf(moment, part);
  const [first = '', last = ''] = valuesOf(filter).map(read);
  switch (filter.operator) {
    case 'eq':
      return found === first;
    case 'ne':
      return found !== first;
    case 'lt':
      return found < first;
    case 'le':
      return found <= first;
    case 'gt':
      return found > first;
    case 'ge':
      return found >= first;
    case 'between':
      return found >= first && found <= last;
    default:
      return filter.values.map(read).includes(found) === (filter.operator === 'in');
  }
}

/** Moments around the years that a filter names, in every month, on several weekdays and hours. */
function candidateMoments(filter: ComparingFilter): string[] {
  const named = valuesOf(filter).flatMap((value) => /\d{4}/.exec(String(value))?.map(Number) ?? []);
  const years = [2012, 2013, ...named.flatMap((year) => [year - 1, year, year + 1])];
  const two = (value: number): string => String(value).padStart(2, '0');
  return years.flatMap((year) =>
    Array.from({ length: 12 * 28 }, (_, index) => {
      const day = `${year}-${two((index % 12) + 1)}-${two(Math.floor(index / 12) + 1)}`;
      return `${day} ${two(index % 24)}:00:00`;
    }),
  );
}

function partPair(filter: ComparingFilter, part: TimeBucket): Pair | undefined {
  const moments = candidateMoments(filter);
  const passing = moments.find((moment) => passesPart(filter, part, moment));
  const failing = moments.find((moment) => !passesPart(filter, part, moment));
  return passing !== undefined && failing !== undefined ? { passing, failing } : undefined;
}

/** A value that the filter lets pass and one that it does not. */
function pairFor(filter: Filter, column: TableColumn): Pair | undefined {
  if (filter.operator === 'is-null' || filter.operator === 'not-null') {
    const known = isNumeric(column)
      ? 1
      : isDate(column)
        ? '2020-01-01'
        : column.type === 'boolean'
          ? true
          : 'known';
    const isNull = filter.operator === 'is-null';
    return isNull ? { passing: null, failing: known } : { passing: known, failing: null };
  }
  if (isDate(column)) return 'part' in filter && filter.part ? partPair(filter, filter.part) : dates(filter);
  if (isNumeric(column)) return numbers(filter);
  if (column.type !== 'boolean') return texts(filter);
  const wanted = 'value' in filter && String(filter.value).toLowerCase() === 'true';
  const passing = filter.operator === 'ne' ? !wanted : wanted;
  return { passing, failing: !passing };
}

/** One row that passes every filter, and for each filter a row that fails that one alone. */
export function filterTest(
  name: string,
  filters: readonly Filter[],
  columns: readonly TableColumn[],
): string[] {
  const filtered = [...new Set(filters.map((filter) => filter.column))];
  if (filtered.length < filters.length) return [];
  const pairs = filters.map((filter) => pairFor(filter, columnNamed(columns, filter.column)));
  if (pairs.some((pair) => pair === undefined)) return [];
  const rowWith = (failing: number): TinyRow =>
    Object.fromEntries(
      filters.map((filter, index): [string, TinyCell] => {
        const pair = pairs[index];
        return [filter.column, (index === failing ? pair?.failing : pair?.passing) ?? null];
      }),
    );
  const rows = [rowWith(-1), ...filters.map((_, index) => rowWith(index))];
  const used = columns.filter((column) => filtered.includes(column.name));
  const keep: Code = values(0);
  return [
    testSource(name, [
      ['table = ', frameCode(rows, used)],
      ['assert ', call(`analysis.${name}`, 'table'), '.index.tolist() == ', keep],
    ]),
  ];
}
