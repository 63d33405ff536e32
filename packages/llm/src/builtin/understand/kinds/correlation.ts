import type { AnalysisQuestion } from '../../question.ts';
import { type Item, tagOf } from '../items.ts';
import { measured } from '../read/column-choice.ts';
import { canGroup } from '../read/column-scale.ts';

import { assume, columnOf, quoteName, type Reading } from '../read/reading.ts';
import { type Column, isMeasure, isNumeric } from '../table.ts';
import { enumerate } from '../titles.ts';
import { questionBase } from './question-base.ts';

/** Reads a correlation of two or more numeric columns; all measures where none is named. */
export function readCorrelation(reading: Reading): AnalysisQuestion | undefined {
  const columns: Column[] = [];
  for (const item of reading.items) {
    if (item.used || tagOf(item, 'bucket') || (item.isRowNoun && !columnOf(item, isMeasure))) continue;
    for (const column of measured(reading, item)) if (!columns.includes(column)) columns.push(column);
    if (columnOf(item, isNumeric)) item.used = true;
  }
  const category = reading.items.find((item) => !item.used && isCategory(item));
  if (columns.length === 1 && category) return undefined;
  if (columns.length === 0 && isOnlyVersus(reading)) return undefined;
  const wanted = completeColumns(reading, columns, category);
  if (wanted.length < 2) {
    reading.faults.push('A correlation needs two numeric columns.');
    return undefined;
  }
  for (const item of reading.items)
    if (tagOf(item, 'and') || tagOf(item, 'between') || tagOf(item, 'aggregate')) item.used = true;
  const isMatrix = wanted.length > 2;
  const names = wanted.map((column) => column.name);
  const title =
    columns.length === 0 ? 'Correlation of the numeric columns' : `Correlation of ${enumerate(names)}`;
  return {
    kind: 'correlation',
    ...questionBase(reading, title),
    columns: names,
    method: reading.intents.has('spearman') ? 'spearman' : 'pearson',
    chart: reading.chart === 'heatmap' || isMatrix ? 'heatmap' : 'scatter',
  };
}

/** `rainy vs sunny days`: compares values, not columns. */
function isOnlyVersus(reading: Reading): boolean {
  return (
    reading.intents.has('versus') &&
    !reading.intents.has('correlation') &&
    !reading.intents.has('all-numeric')
  );
}

function isCategory(item: Item): boolean {
  return (
    columnOf(item, (column) => column.role === 'category' && canGroup(column)) !== undefined &&
    (item.columns[0]?.score ?? 0) >= 0.6
  );
}

function completeColumns(reading: Reading, named: Column[], category: Item | undefined): Column[] {
  if (named.length >= 2) return named;
  const measures = reading.table.columns.filter(isMeasure);
  const [one] = named;
  if (!one) {
    if (category) {
      reading.faults.push(
        `A correlation needs numeric columns, and ${quoteName(columnOf(category)?.name ?? '')} holds text.`,
      );
      return [];
    }
    if (measures.length < 2) return measures;
    if (!reading.intents.has('all-numeric')) assume(reading, 'Correlated every pair of numeric columns.');
    return measures;
  }
  const unknown = reading.items.find(
    (item) =>
      !item.used && !item.isFiller && item.tags.length === 0 && item.columns.length === 0 && !item.isBreak,
  );
  if (unknown) return named;
  assume(reading, `Correlated ${quoteName(one.name)} with every other numeric column.`);
  return [one, ...measures.filter((column) => column !== one)];
}
