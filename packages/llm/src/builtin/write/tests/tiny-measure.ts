import type { Aggregate, Measure } from '../../question.ts';
import type { TinyCell, TinyRow } from './tiny-frame.ts';

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
}

function deviation(numbers: readonly number[]): number | null {
  if (numbers.length < 2) return null;
  const mean = numbers.reduce((sum, each) => sum + each, 0) / numbers.length;
  const squares = numbers.reduce((sum, each) => sum + (each - mean) ** 2, 0);
  return Math.sqrt(squares / (numbers.length - 1));
}

function numeric(aggregate: Aggregate, numbers: readonly number[]): number | null {
  if (numbers.length === 0) return null;
  const sum = numbers.reduce((total, each) => total + each, 0);
  if (aggregate === 'sum') return sum;
  if (aggregate === 'mean') return sum / numbers.length;
  return aggregate === 'median' ? median(numbers) : deviation(numbers);
}

/** A measure over a few rows, computed without pandas. */
export function tinyMeasure(measure: Measure, rows: readonly TinyRow[]): TinyCell {
  const { aggregate, column } = measure;
  if (column === null) return rows.length;
  const known = rows.map((row) => row[column] ?? null).filter((cell) => cell !== null);
  if (aggregate === 'count') return known.length;
  if (aggregate === 'distinct') return new Set(known).size;
  if (aggregate === 'min' || aggregate === 'max') {
    const sorted = known.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    return sorted.at(aggregate === 'min' ? 0 : -1) ?? null;
  }
  return numeric(aggregate, known.map(Number));
}
