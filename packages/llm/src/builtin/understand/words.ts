/** Irregular plurals and forms that the suffix rules would get wrong. */
const irregular: Record<string, string> = {
  people: 'person',
  men: 'man',
  women: 'woman',
  children: 'child',
  countries: 'country',
  series: 'series',
  species: 'species',
  movies: 'movie',
  geese: 'goose',
  mice: 'mouse',
  data: 'data',
  this: 'this',
  always: 'always',
  analyses: 'analysis',
  indices: 'index',
  axes: 'axis',
  criteria: 'criterion',
  summaries: 'summary',
  does: 'does',
  has: 'has',
  was: 'was',
  is: 'is',
  as: 'as',
  its: 'its',
  days: 'day',
  gas: 'gas',
  bus: 'bus',
  less: 'less',
  across: 'across',
};

/** The singular, lower-case form of an English word; words it does not know come back lower-cased. */
export function stem(word: string): string {
  const lower = word.toLowerCase();
  if (Object.hasOwn(irregular, lower)) return irregular[lower] ?? lower;
  if (lower.length <= 3 || !/s$/.test(lower) || /(ss|us|is)$/.test(lower)) return lower;
  if (/ies$/.test(lower)) return `${lower.slice(0, -3)}y`;
  if (/(ches|shes|sses|xes|zes)$/.test(lower)) return lower.slice(0, -2);
  return lower.slice(0, -1);
}

/** Edits (insert, delete, replace, swap of neighbours) between two words; stops early above `limit`. */
export function editDistance(left: string, right: string, limit: number): number {
  if (Math.abs(left.length - right.length) > limit) return limit + 1;
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const replaced = (previous[column - 1] ?? 0) + (left[row - 1] === right[column - 1] ? 0 : 1);
      let best = Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1);
      const swapped = left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      if (swapped && row > 1 && column > 1) best = Math.min(best, (beforePrevious[column - 2] ?? 0) + 1);
      current.push(best);
    }
    if (Math.min(...current) > limit) return limit + 1;
    beforePrevious = previous;
    previous = current;
  }
  return previous[right.length] ?? limit + 1;
}

/** Whether one word is likely a misspelling of the other: one slip in five letters, two in nine. */
export function isTypo(typed: string, meant: string): boolean {
  if (typed.length < 5 || meant.length < 5 || typed[0] !== meant[0]) return false;
  const limit = meant.length >= 9 ? 2 : 1;
  return typed !== meant && editDistance(typed, meant, limit) <= limit;
}

/** The words of a column's or file's name: `temp_max`, `maxTemp`, `Beak Length (mm)`, `Cost Total $`. */
export function nameWords(name: string): string[] {
  return name
    .normalize('NFKC')
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}$%°]+/u)
    .flatMap((word) => (word === '$' ? ['$'] : word.split('$').filter(Boolean)))
    .filter(Boolean);
}
