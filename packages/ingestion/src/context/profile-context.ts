import type { Cell, ColumnProfile, DocumentProfile } from '@sandsmith/contracts/domain/document';

export interface ProfileContextOptions {
  /** The text is never longer; 6000 unless told. */
  maxCharacters?: number;
}

const defaultMaxCharacters = 6_000;
const maxCellLength = 40;
const maxNameLength = 80;

/** How much is told of each column, from all to the name alone. */
const detailLevels = [
  { topValues: 8, samples: 3 },
  { topValues: 5, samples: 2 },
  { topValues: 3, samples: 0 },
  { topValues: 0, samples: 0 },
];

/**
 * A document's profile as Markdown for a language model: what it takes to open the file, then a line for each column.
 * Everything that came out of the file stands in JSON quotes on one line and short, because it is untrusted: a cell
 * cannot end its line, open a code block or pass for an instruction outside quotes.
 */
export function profileForModel(
  profile: DocumentProfile,
  name: string,
  { maxCharacters = defaultMaxCharacters }: ProfileContextOptions = {},
): string {
  const head = headOf(profile, name);
  for (const level of detailLevels) {
    const text = [head, ...profile.columns.map((column) => columnLine(column, profile, level))].join('\n');
    if (text.length <= maxCharacters) return text;
  }
  return namesOnly(head, profile.columns, maxCharacters);
}

function headOf(profile: DocumentProfile, name: string): string {
  const facts = [
    `format ${profile.format}`,
    profile.encoding ? `encoding ${profile.encoding}` : undefined,
    profile.delimiter ? `delimiter ${inQuotes(profile.delimiter)}` : undefined,
    profile.hasHeader === false ? 'no header row (the column names below are made up)' : undefined,
    profile.skipRows ? `the table starts after ${profile.skipRows} lines` : undefined,
    profile.decimal ? `decimal mark ${inQuotes(profile.decimal)}` : undefined,
    profile.sheet ? `sheet ${inQuotes(profile.sheet)}` : undefined,
    profile.recordPath ? `rows at ${inQuotes(profile.recordPath)}` : undefined,
    `${profile.rowCount} rows`,
    `${profile.columns.length} columns`,
  ];
  return `### Document ${inQuotes(name, maxNameLength)}\n${facts.filter(Boolean).join(', ')}\n`;
}

function columnLine(
  column: ColumnProfile,
  { rowCount }: DocumentProfile,
  level: { topValues: number; samples: number },
): string {
  const isKey = column.distinctCount === rowCount && rowCount > 0;
  const facts = [
    column.dateFormat ? `${column.type} written as ${inQuotes(column.dateFormat)}` : column.type,
    column.nullCount > 0 ? `${column.nullCount} missing` : undefined,
    isKey ? 'all values differ' : `${column.distinctCount} distinct`,
    hasRange(column) ? `from ${cell(column.min)} to ${cell(column.max)}` : undefined,
    column.mean === undefined ? undefined : `mean ${Number(column.mean.toPrecision(6))}`,
    topFact(column, isKey, level.topValues),
    isKey || column.distinctCount > 50 ? sampleFact(column, level.samples) : undefined,
  ];
  return `- ${inQuotes(column.name, maxNameLength)}: ${facts.filter(Boolean).join('; ')}`;
}

function hasRange({ type, min }: ColumnProfile): boolean {
  return min !== undefined && type !== 'text';
}

function topFact({ topValues }: ColumnProfile, isKey: boolean, count: number): string | undefined {
  if (isKey || count === 0 || topValues.length === 0) return undefined;
  const shown = topValues.slice(0, count).map((top) => `${cell(top.value)} (${top.count})`);
  return `most frequent ${shown.join(', ')}`;
}

function sampleFact({ samples }: ColumnProfile, count: number): string | undefined {
  if (count === 0 || samples.length === 0) return undefined;
  return `such as ${samples.slice(0, count).map(cell).join(', ')}`;
}

function namesOnly(head: string, columns: ColumnProfile[], maxCharacters: number): string {
  let text = `${head}Columns: `.slice(0, maxCharacters);
  for (const [index, { name, type }] of columns.entries()) {
    const next = `${index === 0 ? '' : ', '}${inQuotes(name, maxCellLength)} ${type}`;
    const ending = `, and ${columns.length - index} more`;
    if (text.length + next.length + ending.length > maxCharacters)
      return `${text}${ending}`.slice(0, maxCharacters);
    text += next;
  }
  return text;
}

function cell(value: Cell | undefined): string {
  return typeof value === 'string' ? inQuotes(value) : String(value);
}

/** One line, in JSON quotes, short, without characters that turn text around or open Markdown. */
function inQuotes(text: string, maxLength = maxCellLength): string {
  const short = text.length > maxLength ? `${text.slice(0, maxLength)}…` : text;
  return JSON.stringify(short).replace(
    /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff`<>]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
