import type { CleanOperation, CleanQuestion, FilterValue } from '../../question.ts';
import { type Item, tagOf } from '../items.ts';
import { assume, columnOf, type Reading } from '../read/reading.ts';
import type { Column } from '../table.ts';
import { targetFormat, type WholeReading } from './convert.ts';
import { questionBase } from './question-base.ts';

type FillWith = Extract<CleanOperation, { kind: 'fill-missing' }>['with'];

const drop = String.raw`(?:remove|drop|delete|eliminate|strip out|get rid of|discard|filter out|exclude|throw away|throw out)`;
const missing = String.raw`(?:missing|null|empty|blank|na|nan|incomplete|nulls|unknown)`;

const patterns = {
  duplicates: /\bduplicat|\bde-?dup|\bunique rows\b/i,
  dropMissing: new RegExp(
    `${drop}[\\w ,]{0,40}\\b(?:with|where|that have|having|containing|whose|which have|in which)\\b[\\w ,()."-]{0,60}\\b${missing}|${drop} (?:all |the |any )?${missing}(?! columns)(?: (?:values|rows|data|records|cells|entries))?|${drop} (?:all |the |any |every )*[\\w-]+ (?:without|lacking|with no)\\b`,
    'i',
  ),
  fill: /\b(?:fill(?:ing)?|imput(?:e|ing)|replac(?:e|ing)|substitut(?:e|ing))\b/i,
  trim: /\b(?:trim(?:ming)?|strip(?:ping)? (?:white ?space|spaces|leading|extra)|remove (?:white ?space|extra spaces|leading|trailing|spaces)|whitespace)\b/i,
  names:
    /\b(?:standardi[sz]e|normali[sz]e|clean(?: up)?|tidy|fix|snake[ _]?case|lower ?case|rename all|unify|harmoni[sz]e)\b[\w ,]{0,25}\b(?:column|header|field|name)s?\b|snake[ _]?case/i,
  dates:
    /\b(?:parse|convert|standardi[sz]e|normali[sz]e|fix|unify)\b[\w ,]{0,25}\bdates?\b|dates? (?:in)?to iso|iso dates/i,
  emptyColumns: new RegExp(`${drop}[\\w ]{0,12}\\b(?:empty|blank|all-?null|null) columns?`, 'i'),
  dropColumns: new RegExp(`${drop}\\b[\\w ]{0,10}\\bcolumns?\\b|${drop}\\b[^.;]{1,80}\\bcolumns?\\b`, 'i'),
  rename: /\brename\b/i,
  whole: /\b(?:clean(?: up|ing|ed|se)?|tidy(?: up)?|sanitize|sanitise|wrangle|scrub|fix up)\b/i,
};

const startsAsClean =
  /^(?:please |can you |could you |i want to |i'd like to |help me )?(?:clean|remove|drop|delete|de-?dup|fill|impute|replace|trim|strip|standardi|normali|rename|parse|tidy|fix|get rid)/i;

/** Words of a question about numbers, in which "excluding rows with missing sex" is a filter. */
function isQuestionWord(item: Item): boolean {
  return (
    Boolean(
      tagOf(item, 'by') ??
        tagOf(item, 'each') ??
        tagOf(item, 'count') ??
        tagOf(item, 'superlative') ??
        tagOf(item, 'chart') ??
        tagOf(item, 'which'),
    ) && !/^(most common|most frequent|last|first|no|zero)/i.test(item.text)
  );
}

/** Reads "remove duplicates, fill missing values with the median, trim spaces" as one cleaning of the document. */
export function readClean(reading: Reading): WholeReading<CleanQuestion> | undefined {
  const text = reading.items.map((item) => item.text).join(' ');
  if (!startsAsClean.test(text) && reading.items.some(isQuestionWord)) return undefined;
  const operations: CleanOperation[] = [];
  const parts = splitParts(reading.items);
  for (const part of parts) operations.push(...readPart(reading, part));
  if (operations.length === 0 && !isWholeClean(reading, text)) return undefined;
  if (operations.length === 0) {
    operations.push(
      { kind: 'trim-text' },
      { kind: 'drop-duplicates' },
      { kind: 'drop-empty-columns' },
      { kind: 'normalize-names' },
    );
    assume(
      reading,
      'Cleaning was taken as: trim text, remove duplicate rows, drop empty columns, standardise column names. Missing values stay; say “fill missing values with …” to change that.',
    );
  }
  const { source } = reading.table;
  const extension = source.kind === 'document' ? source.path.split('.').at(-1)?.toLowerCase() : undefined;
  const own =
    extension === 'json' || extension === 'tsv' || extension === 'ndjson' || extension === 'xlsx'
      ? extension
      : 'csv';
  const to = targetFormat(reading.items) ?? own;
  for (const item of reading.items) if (!isUnknownWord(item)) item.used = true;
  return {
    question: {
      kind: 'clean',
      ...questionBase(reading, `Cleaned ${reading.table.stems.join(' and ')}`),
      operations,
      to,
    },
    reading,
  };
}

function isWholeClean(reading: Reading, text: string): boolean {
  if (!patterns.whole.test(text)) return false;
  return !reading.items.some(
    (item) => tagOf(item, 'aggregate') || tagOf(item, 'superlative') || tagOf(item, 'by'),
  );
}

const cleanWords =
  /^(clean|cleaned|cleaning|cleanup|cleanse|tidy|remove|drop|delete|duplicate|duplicates|duplicated|dedupe|deduplicate|fill|filling|impute|replace|trim|trimming|strip|white|whitespace|space|spaces|standardise|standardize|normalise|normalize|parse|snake|snake_case|case|lower|rename|fix|iso|header|headers|leading|trailing|mode|zero|forward|backward|ffill|eliminate|get|rid|discard|zeros|na|nan|incomplete|cell|cells|up|extra|de|exact|any|columns?|names?|entries|messy|dirty|substitute|completely|entirely|sanitize|sanitise|scrub|wrangle|unify|consistent|properly|wherever|format|formats|text|occurrence|occurrences|previous|value|delete|keep|keeping|interpolate|version|copy)$/i;

function isUnknownWord(item: Item): boolean {
  if (
    item.isBreak ||
    item.isFiller ||
    item.tags.length > 0 ||
    item.columns.length > 0 ||
    item.values.length > 0 ||
    item.isRowNoun ||
    item.isFileName
  )
    return false;
  return item.number === undefined && !item.isQuoted && !cleanWords.test(item.text);
}

/** Operations are told apart by commas, `and` and ends of clauses, but lists of columns stay together. */
function splitParts(items: readonly Item[]): Item[][] {
  const starts =
    /^(remove|drop|delete|fill|filling|impute|replace|trim|strip|standardi[sz]e|normali[sz]e|rename|parse|dedupe|deduplicate|convert|export|save|clean|tidy|eliminate|fix|get|substitute|discard|trimming|turn|unify|use|make|output|write)$/i;
  const parts: Item[][] = [];
  for (const [at, item] of items.entries()) {
    const verb = item.tokens[0]?.lower ?? '';
    if (starts.test(verb) || parts.length === 0 || item.isBreak) parts.push([]);
    const current = parts.at(-1) ?? [];
    const fill = current.find((other) => patterns.fill.test(other.text));
    const isNextFill =
      fill &&
      tagOf(item, 'missing') &&
      current.some((other) => /^(with|by)$/i.test(other.text)) &&
      (tagOf(items[at - 1], 'and') || items[at - 1]?.text === ',');
    if (isNextFill) parts.push([fill, item]);
    else current.push(item);
  }
  return parts;
}

function readPart(reading: Reading, part: readonly Item[]): CleanOperation[] {
  const text = part.map((item) => item.text).join(' ');
  const columns = namedColumns(part);
  const named = columns.length > 0 ? { columns: columns.map((column) => column.name) } : {};
  const isFill = patterns.fill.test(text);
  if (patterns.duplicates.test(text) && patterns.dropMissing.test(text) && !isFill) {
    return [{ kind: 'drop-missing', ...named }, { kind: 'drop-duplicates' }];
  }
  if (patterns.duplicates.test(text)) return [{ kind: 'drop-duplicates', ...named }];
  if (patterns.fill.test(text)) return fillOperation(reading, part, named);
  if (patterns.rename.test(text)) return renameOperation(reading, part);
  if (patterns.names.test(text) && columns.length === 0) return [{ kind: 'normalize-names' }];
  if (patterns.emptyColumns.test(text)) return [{ kind: 'drop-empty-columns' }];
  if (patterns.dropMissing.test(text)) return [{ kind: 'drop-missing', ...named }];
  if (patterns.trim.test(text)) return [{ kind: 'trim-text' }];
  if (patterns.dates.test(text) && !part.some((item) => tagOf(item, 'format')))
    return [{ kind: 'parse-dates', ...named }];
  if (patterns.dropColumns.test(text) && columns.length > 0)
    return [{ kind: 'drop-columns', columns: columns.map((column) => column.name) }];
  return [];
}

function namedColumns(part: readonly Item[]): Column[] {
  const columns: Column[] = [];
  for (const item of part) {
    const column = columnOf(item);
    const score = item.columns[0]?.score ?? 0;
    if (
      !column ||
      score < 0.5 ||
      item.isFileName ||
      (item.isRowNoun && score < 0.9) ||
      tagOf(item, 'aggregate') ||
      tagOf(item, 'bucket')
    )
      continue;
    if (!columns.includes(column)) columns.push(column);
  }
  return columns;
}

function fillOperation(
  reading: Reading,
  part: readonly Item[],
  named: { columns?: string[] },
): CleanOperation[] {
  const text = part.map((item) => item.text.toLowerCase()).join(' ');
  const known: [RegExp, FillWith][] = [
    [/\bmedian/, 'median'],
    [/\b(mean|average|avg)\b/, 'mean'],
    [/\b(mode|most common|most frequent)/, 'mode'],
    [/\b(zeros?|zeroes|0)\b/, 'zero'],
    [/\b(forward|ffill|previous|last known|preceding|last value|carry)/, 'forward'],
  ];
  const found = known.find(([pattern]) => pattern.test(text));
  if (found) return [{ kind: 'fill-missing', ...named, with: found[1] }];
  const at = part.findIndex((item) => /^(with|by|as|to)$/i.test(item.text));
  const value = fillValue(part.slice(at + 1));
  if (at >= 0 && value !== undefined) return [{ kind: 'fill-missing', ...named, with: { value } }];
  assume(
    reading,
    'No value to fill with was named: numbers get their median; say “with the mean”, “with zero” or a value to change that.',
  );
  return [{ kind: 'fill-missing', ...named, with: 'median' }];
}

function fillValue(rest: readonly Item[]): FilterValue | undefined {
  const item = rest.find((other) => !/^(the|a|an|value|text|word|string)$/i.test(other.text));
  if (!item) return undefined;
  item.used = true;
  return item.number ?? item.text;
}

/** `rename X to Y`. */
function renameOperation(reading: Reading, part: readonly Item[]): CleanOperation[] {
  const at = part.findIndex((item) => /^(to|as|into)$/i.test(item.text));
  const from = namedColumns(part.slice(0, Math.max(0, at)))[0];
  const target = part
    .slice(at + 1)
    .filter((item) => !item.isBreak && item.text !== ',' && !tagOf(item, 'and'));
  const to = target.map((item) => item.text).join(' ');
  if (at < 0 || !from || !to) {
    reading.faults.push('To rename a column, say “rename <column> to <new name>”.');
    return [];
  }
  for (const item of target) item.used = true;
  return [{ kind: 'rename-column', from: from.name, to }];
}
