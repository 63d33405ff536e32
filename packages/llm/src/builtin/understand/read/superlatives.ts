import { type Item, impliedTag, tagOf } from '../items.ts';
import { hasPreposition, isPassable, isWord, type Reading, type Superlative } from './reading.ts';
import { isUnit } from './units.ts';

/** The first `top 10`, `five wettest`, `the highest`, `3 lowest` of a clause; marks it used. */
export function readSuperlative(reading: Reading): Superlative | undefined {
  const { items } = reading;
  const at = items.findIndex((item, index) => !item.used && isSuperlativeHere(items, index));
  const item = items[at];
  if (!item) return undefined;
  const tag = tagOf(item, 'superlative') ?? impliedTag(item, 'superlative');
  if (!tag) return undefined;
  const isPlain = tagOf(item, 'superlative') !== undefined;
  if (isPlain) item.used = true;
  let limit = takeNumber(items, at + 1, 1) ?? takeNumber(items, at - 1, -1);
  let { about, direction } = tag;
  const second = nextSuperlative(items, at);
  if (second) {
    about ??= second.about;
    if (isWord(item, 'top', 'first', 'last', 'bottom', 'best')) direction = second.direction;
    limit ??= second.limit;
  }
  return {
    direction,
    limit,
    about,
    at,
    isTopWord: isPlain && isWord(item, 'top', 'bottom', 'first', 'last', 'best', 'worst'),
  };
}

function isSuperlativeHere(items: readonly Item[], at: number): boolean {
  const item = items[at];
  if (!item) return false;
  if (impliedTag(item, 'superlative') && !tagOf(item, 'superlative')) {
    return isRankedAfter(items, at);
  }
  if (!tagOf(item, 'superlative')) return false;
  if (
    isWord(item, 'at', 'first', 'last', 'high', 'low', 'latest') &&
    !isWord(item, 'latest') &&
    items[at + 1]?.number === undefined &&
    items[at - 1]?.number === undefined
  ) {
    return (
      isWord(item, 'first', 'last') &&
      !items[at + 1]?.isBreak &&
      at + 1 < items.length &&
      !isWord(items[at + 1], ',')
    );
  }
  return true;
}

/** `the day with the highest temperature`, `which month had the highest temperature`: something is ranked. */
function isRankedAfter(items: readonly Item[], at: number): boolean {
  const before = items.slice(0, at);
  return (
    before.some(
      (item) => tagOf(item, 'which') || (item.number !== undefined && !item.period && !item.used),
    ) || before.slice(-5).some((item) => (item.isRowNoun || tagOf(item, 'row')) && !item.used)
  );
}

function takeNumber(items: readonly Item[], at: number, step: 1 | -1): number | undefined {
  let index = at;
  while (
    isPassable(items[index]) &&
    items[index]?.number === undefined &&
    isWord(items[index], 'of', 'the', 'single')
  )
    index += step;
  const item = items[index];
  if (
    !item ||
    item.used ||
    item.number === undefined ||
    item.unit === '%' ||
    item.unit === 'ordinal' ||
    !Number.isInteger(item.number)
  )
    return undefined;
  if (step === -1 && tagOf(items[index - 1], 'comparator')) return undefined;
  item.used = true;
  return item.number;
}

/** `top 5 wettest`, `the 5 states with the highest total`, `top 3 most expensive`. */
function nextSuperlative(items: readonly Item[], at: number): Superlative | undefined {
  for (let index = at + 1; index < Math.min(items.length, at + 9); index += 1) {
    const item = items[index];
    if (!item || item.isBreak || tagOf(item, 'next') || tagOf(item, 'and')) return undefined;
    const tag = item.used ? undefined : tagOf(item, 'superlative');
    if (!tag) continue;
    item.used = true;
    return {
      direction: tag.direction,
      about: tag.about,
      limit: takeNumber(items, index - 1, -1),
      at: index,
      isTopWord: false,
    };
  }
  return undefined;
}

/** A number that stands before what is ranked: `the 5 states with the highest …`, `show 3 movies …`. */
export function takeLeadingLimit(items: readonly Item[], before: number): number | undefined {
  for (let index = Math.min(before, items.length) - 1; index >= 0; index -= 1) {
    const item = items[index];
    if (!item || item.isBreak) return undefined;
    if (item.used || item.number === undefined || item.period || item.unit === 'ordinal') continue;
    const next = items[index + 1];
    const isDistance = next !== undefined && isUnit(next.text.toLowerCase()) && !next.isRowNoun;
    if (isDistance || hasPreposition(items[index - 1], 'within', 'near', 'at', 'to', 'from')) continue;
    if (
      Number.isInteger(item.number) &&
      next &&
      (next.isRowNoun ||
        next.columns.length > 0 ||
        tagOf(next, 'row') ||
        tagOf(next, 'bucket') ||
        isPassable(next) ||
        next.values.length > 0)
    ) {
      item.used = true;
      return item.number;
    }
  }
  return undefined;
}
