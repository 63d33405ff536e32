import type { ChartKind, DistributionQuestion } from '../../question.ts';
import { type Item, tagOf } from '../items.ts';
import { canGroup } from '../read/column-scale.ts';
import { readGroups } from '../read/groups.ts';
import { assume, columnOf, hasPreposition, quoteName, type Reading } from '../read/reading.ts';
import { type Column, isMeasure, isNumeric } from '../table.ts';
import { questionBase } from './question-base.ts';

/** Reads the spread of a column: histograms, box plots, quartiles, value counts. */
export function readDistribution(reading: Reading): DistributionQuestion | undefined {
  const bins = readBins(reading);
  const item = reading.items.find((other, at) => isTarget(reading, other, at));
  const column =
    columnOf(item, isNumeric) && !reading.intents.has('value-counts')
      ? columnOf(item, isNumeric)
      : columnOf(item);
  const chosen = column ?? onlyMeasure(reading);
  if (!chosen) {
    const unknown = reading.items.find(
      (other) => !other.used && !other.isFiller && other.tags.length === 0 && !other.isBreak,
    );
    reading.faults.push(
      unknown
        ? `There is no column for “${unknown.text}” in ${reading.table.names.join(' and ')}.`
        : 'It is not clear which column the distribution is of.',
    );
    return undefined;
  }
  if (item) {
    noteChoice(reading, item, chosen);
    item.used = true;
  }
  const by = readBy(reading, chosen);
  const isCounts = !isNumeric(chosen) && chosen.role !== 'date';
  return {
    kind: 'distribution',
    ...questionBase(reading, `Distribution of ${chosen.name}${by ? ` by ${by}` : ''}`),
    column: chosen.name,
    ...(by ? { by } : {}),
    ...(bins ? { bins } : {}),
    chart: chartFor(reading.chart, isCounts, by !== undefined),
  };
}

function chartFor(asked: ChartKind | undefined, isCounts: boolean, isGrouped: boolean): ChartKind {
  if (isCounts) return asked === 'pie' ? 'pie' : 'bar';
  if (asked === 'box' || asked === 'histogram') return asked;
  return isGrouped ? 'box' : 'histogram';
}

function isTarget(reading: Reading, item: Item, at: number): boolean {
  if (item.used || item.isFileName || item.columns.length === 0) return false;
  if (item.isRowNoun && (item.columns[0]?.score ?? 0) < 0.9) return false;
  const [before, earlier] = [reading.items[at - 1], reading.items[at - 2]];
  return !tagOf(before, 'by') && !tagOf(before, 'each') && !(tagOf(earlier, 'by') && before?.isFiller);
}

function noteChoice(reading: Reading, item: Item, chosen: Column): void {
  const others = item.columns.filter(
    (match) => match.column !== chosen && (item.columns[0]?.score ?? 0) - match.score < 0.02,
  );
  if (others.length > 0 && (item.columns[0]?.score ?? 0) < 0.97) {
    assume(
      reading,
      `Read “${item.text}” as ${quoteName(chosen.name)}; ${others.map((match) => quoteName(match.column.name)).join(' and ')} would fit too.`,
    );
  } else if ((item.columns[0]?.score ?? 1) < 0.75)
    assume(reading, `Read “${item.text}” as ${quoteName(chosen.name)}.`);
}

function onlyMeasure(reading: Reading): Column | undefined {
  const measures = reading.table.columns.filter(isMeasure);
  const hasUnknown = reading.items.some(
    (item) =>
      !item.used &&
      !item.isFiller &&
      item.tags.length === 0 &&
      !item.isBreak &&
      !item.isFileName &&
      !item.isRowNoun,
  );
  return measures.length === 1 && !hasUnknown ? measures[0] : undefined;
}

function readBins(reading: Reading): number | undefined {
  const { items } = reading;
  const at = items.findIndex(
    (item, index) => item.number !== undefined && !item.used && tagOf(items[index + 1], 'bins'),
  );
  const [number, word] = [items[at], items[at + 1]];
  if (!number || !word || number.number === undefined) return undefined;
  number.used = true;
  word.used = true;
  return Math.min(200, Math.max(1, Math.round(number.number)));
}

function readBy(reading: Reading, chosen: Column): string | undefined {
  const groups = readGroups(reading).filter((group) => group.column !== chosen.name);
  const [group] = groups;
  if (groups.length > 1) reading.faults.push('A distribution can be split by one column only.');
  if (group?.bucket) {
    reading.faults.push('A distribution can be split by the values of a column, not by a period of time.');
    return undefined;
  }
  if (group) return group.column;
  const at = reading.items.findIndex(
    (item, index) =>
      !item.used &&
      columnOf(item, canGroup) &&
      columnOf(item, canGroup) !== chosen &&
      hasPreposition(reading.items[index - 1]),
  );
  const item = reading.items[at];
  if (!item) return undefined;
  item.used = true;
  return columnOf(item, canGroup)?.name;
}
