const numberPattern = /^[+-]?(\d+([.,]\d+)*|[.,]\d+)(e[+-]?\d+)?\s*%?$/i;
const datePattern = /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([ T].*)?$|^\d{1,2}:\d{2}(:\d{2})?$/;
const truthPattern = /^(true|false)$/i;

function isDataLike(cell: string): boolean {
  const value = cell.trim();
  return numberPattern.test(value) || datePattern.test(value) || truthPattern.test(value);
}

/** Whether the first row names the columns: names are no numbers or dates, except years over columns of values. */
export function hasHeaderRow(rows: readonly (readonly string[])[]): boolean {
  const [first, ...body] = rows;
  if (!first?.some((cell) => cell.trim() !== '')) return false;
  const numeric = first.flatMap((cell, column) => (isDataLike(cell) ? [column] : []));
  if (numeric.length === 0) return true;
  if (body.length === 0) return false;
  const names = numeric.map((column) => first[column]?.trim() ?? '');
  if (new Set(names).size !== names.length || first.length === numeric.length) return false;
  const isPositions = names.every((name, index) => name === String(index) || name === String(index + 1));
  if (isPositions && first[0]?.trim() === '') return true;
  if (!names.every((name) => /^[12]\d{3}$/.test(name))) return false;
  return !numeric.every((column) => body.every((row) => /^[12]\d{3}$/.test(row[column]?.trim() ?? '')));
}

/**
 * Unique names for the columns, in the way pandas does it, so that a program which opens the file with pandas finds
 * the same: an empty name becomes `Unnamed: 2` (counted from 0), a second `a` becomes `a.1`.
 */
export function columnNames(header: readonly string[], width: number): string[] {
  const taken = new Set<string>();
  return Array.from({ length: width }, (_, column) => {
    const wanted = header[column]?.trim() ? (header[column] ?? '') : `Unnamed: ${column}`;
    let name = wanted;
    for (let copy = 1; taken.has(name); copy += 1) name = `${wanted}.${copy}`;
    taken.add(name);
    return name;
  });
}

/** Names for a table without a header row. */
export function numberedNames(width: number): string[] {
  return Array.from({ length: width }, (_, column) => `column${column + 1}`);
}
