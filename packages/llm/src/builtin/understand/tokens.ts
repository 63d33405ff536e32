/** A piece of the request. `text` is as typed; `lower` is for comparing. */
export interface Token {
  kind: 'word' | 'number' | 'quoted' | 'symbol' | 'break';
  text: string;
  lower: string;
  value?: number;
  /** For numbers: `$`, `%` or what is glued to the digits, as in `5kg`. */
  unit?: string;
  /** An ISO date (`2014-03-05`) or month (`2014-03`), where the token is one. */
  isoDate?: string;
  start: number;
  end: number;
}

/** Requests beyond this are read up to here: nothing sensible asks a question after it. */
export const maxRequestCharacters = 20_000;

const magnitudes: Record<string, number> = {
  k: 1e3,
  thousand: 1e3,
  m: 1e6,
  mn: 1e6,
  mio: 1e6,
  million: 1e6,
  b: 1e9,
  bn: 1e9,
  billion: 1e9,
  trillion: 1e12,
};

const numberWords: Record<string, number> = {
  zero: 0,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  fifteen: 15,
  twenty: 20,
  thirty: 30,
  fifty: 50,
  hundred: 100,
  dozen: 12,
  half: 0.5,
};

const pattern = new RegExp(
  [
    String.raw`(?<iso>\d{4}-\d{1,2}-\d{1,2}(?:[T ]\d{2}:\d{2}(?::\d{2})?)?)(?![\d-])`,
    String.raw`(?<isoMonth>\d{4}-(?:0[1-9]|1[0-2]))(?![\d-])`,
    String.raw`(?<slash>\d{1,2}\/\d{1,2}\/\d{4})`,
    String.raw`(?<quote>"[^"\n]{1,200}"|“[^”\n]{1,200}”|\x60[^\x60\n]{1,200}\x60|(?<![\p{L}\d])'[^'\n]{1,200}'(?![\p{L}]))`,
    String.raw`(?<ordinal>\d+(?:st|nd|rd|th))(?![\p{L}\d])`,
    String.raw`(?<number>(?<![\p{L}\d])[-−]?\$?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)(?:e[+-]?\d+)?)(?<suffix>%|°\s?[CFcf]|\p{L}+)?`,
    String.raw`(?<operator><=|>=|!=|<>|==|=>|=<|[<>=≥≤≠])`,
    String.raw`(?<word>[\p{L}\p{N}_$]+(?:['’]\p{L}+)?)`,
    String.raw`(?<break>\n+|[?!;](?=\s|$)|(?<!\b(?:bros|inc|co|corp|ltd|st|dr|mr|mrs|vs|approx|etc|intl|dept))[.](?=\s|$)|[;:])`,
    String.raw`(?<symbol>[,()&\/+*|#%°$€£])`,
  ].join('|'),
  'giu',
);

/** Cuts a request into words, numbers, dates, quoted strings and marks. Never fails; odd signs are skipped. */
export function tokenize(request: string): Token[] {
  const text = request
    .normalize('NFKC')
    .slice(0, maxRequestCharacters)
    .replace(/[’‘]/g, "'")
    .replace(/(?<![\d-])([12]\d{3})\s*[-–—]\s*([12]\d{3})(?![\d-])/g, '$1 to $2')
    .replace(/\s*(?:-+>|→)\s*/g, ' to ')
    .replace(/[–—]/g, ' - ');
  const tokens: Token[] = [];
  for (const match of text.matchAll(pattern)) {
    const token = readToken(match);
    if (token) tokens.push(token);
  }
  return joinMagnitudes(tokens);
}

function readToken(match: RegExpMatchArray): Token | undefined {
  const groups = match.groups ?? {};
  const text = match[0];
  const base = {
    text,
    lower: text.toLowerCase(),
    start: match.index ?? 0,
    end: (match.index ?? 0) + text.length,
  };
  if (groups['iso'] || groups['slash']) {
    const isoDate = readNumericDate(text);
    return isoDate ? { ...base, kind: 'word', isoDate } : { ...base, kind: 'word' };
  }
  if (groups['isoMonth']) return { ...base, kind: 'word', isoDate: text };
  if (groups['quote']) {
    const inner = text.slice(1, -1).trim();
    return inner ? { ...base, kind: 'quoted', text: inner, lower: inner.toLowerCase() } : undefined;
  }
  if (groups['ordinal'])
    return { ...base, kind: 'number', value: Number.parseInt(text, 10), unit: 'ordinal' };
  if (groups['number']) return readNumber(base, groups['number'], groups['suffix']);
  if (groups['operator'] || groups['symbol']) return { ...base, kind: 'symbol' };
  if (groups['break']) return { ...base, kind: 'break' };
  return readWord(base);
}

function readWord(base: Omit<Token, 'kind'>): Token {
  const lower = base.lower.replace(/'s$/, '');
  const value = numberWords[lower];
  if (value !== undefined && lower !== 'half') return { ...base, lower, kind: 'number', value, unit: 'word' };
  return { ...base, lower, text: base.text.replace(/'s$/i, ''), kind: 'word' };
}

function readNumber(base: Omit<Token, 'kind'>, digits: string, suffix: string | undefined): Token {
  const value = Number(digits.replace(/[$,]/g, '').replace('−', '-'));
  const currency = digits.includes('$') ? '$' : undefined;
  if (!suffix) return { ...base, kind: 'number', value, unit: currency };
  const lowerSuffix = suffix.toLowerCase().replace(/\s/g, '');
  const magnitude = magnitudes[lowerSuffix];
  if (magnitude !== undefined) return { ...base, kind: 'number', value: value * magnitude, unit: currency };
  if (lowerSuffix === 's' && value >= 10) return { ...base, kind: 'number', value, unit: 'decade' };
  if (suffix.length > 4 && !/^(inch|mile|metre|meter|knot|minute|hour|day|gram|degree)/.test(lowerSuffix)) {
    return { ...base, kind: 'word' };
  }
  return { ...base, kind: 'number', value, unit: currency ?? lowerSuffix };
}

/** `10 million`, `$1.5 bn`: one number. */
function joinMagnitudes(tokens: Token[]): Token[] {
  const joined: Token[] = [];
  for (const token of tokens) {
    const before = joined.at(-1);
    const magnitude = token.kind === 'word' && token.lower.length > 1 ? magnitudes[token.lower] : undefined;
    const hundred = token.kind === 'number' && token.lower === 'hundred' ? 100 : undefined;
    const factor = magnitude ?? hundred;
    if (factor !== undefined && before?.kind === 'number' && before.value !== undefined) {
      before.value *= factor;
      before.text += ` ${token.text}`;
      before.end = token.end;
    } else joined.push({ ...token });
  }
  return joined;
}

/** `2014-3-5` and `03/05/2014` (month first; day first where the month cannot be) as `2014-03-05`. */
function readNumericDate(text: string): string | undefined {
  const parts = text
    .slice(0, 10)
    .split(/[-/T ]/)
    .map(Number);
  const [first = 0, second = 0, third = 0] = parts;
  const [year, month, day] = text.includes('/')
    ? first > 12
      ? [third, second, first]
      : [third, first, second]
    : [first, second, third];
  return isoDay(year, month, day);
}

/** The ISO form of a calendar day, or nothing where there is no such day. */
export function isoDay(year: number, month: number, day: number): string | undefined {
  const date = new Date(Date.UTC(year, month - 1, day));
  const exists =
    date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists ? date.toISOString().slice(0, 10) : undefined;
}
