import { columnAbout } from '../columns.ts';
import { assume, isPassable, quoteName, type Reading } from '../read/reading.ts';
import { type Column, isMeasure } from '../table.ts';

const usualRankings = [
  'rating',
  'score',
  'gross',
  'revenue',
  'sale',
  'amount',
  'total',
  'price',
  'cost total',
  'population',
];

/** With nothing said, the one measure there is, or the kind of column people rank by. */
export function usualColumn(reading: Reading): Column | undefined {
  const measures = reading.table.columns.filter(isMeasure);
  const [only] = measures;
  const hasUnknown = reading.items.find(
    (item) =>
      !item.used &&
      !isPassable(item) &&
      item.tags.length === 0 &&
      item.columns.length === 0 &&
      !item.isRowNoun &&
      !item.isBreak,
  );
  if (hasUnknown) {
    reading.faults.push(
      `There is no column for “${hasUnknown.text}” in ${reading.table.names.join(' and ')}.`,
    );
    return undefined;
  }
  const column = measures.length === 1 ? only : columnAbout(usualRankings, reading.table);
  if (!column || !isMeasure(column)) {
    reading.faults.push('It is not clear by which column the rows are to be ranked.');
    return undefined;
  }
  if (measures.length > 1)
    assume(reading, `No column was named to rank by, so ${quoteName(column.name)} was taken.`);
  return column;
}
