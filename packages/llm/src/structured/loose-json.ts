/** A value read from `start`: JSON text closer to the standard, and where the original ends. */
export interface LooseValue {
  json: string;
  /** Index after the last character read. */
  end: number;
  /** False where the text ended before the brackets were closed. */
  isClosed: boolean;
}

const closingQuotes: Record<string, string> = { '"': '"', "'": "'", '`': '`', '“': '”', '‘': '’' };
const words: Record<string, string> = {
  True: 'true',
  False: 'false',
  None: 'null',
  undefined: 'null',
  NaN: 'null',
};
const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', '0': '\0' };

/**
 * Reads the object or array at `start` the way a forgiving person would: any quotes, quotes and line breaks
 * inside strings, Python words, tuples, comments, doubled commas. What is still missing (commas, quotes of
 * keys, closing brackets) is left to jsonrepair, which handles those well but the former badly.
 */
export function readLooseValue(text: string, start: number): LooseValue {
  const parts: string[] = [];
  const open: string[] = [];
  let at = start;
  let lastStructural = '';
  while (at < text.length) {
    const rest = text.slice(at, at + 120);
    const character = text.charAt(at);
    const comment = commentLength(text, at);
    if (comment > 0) {
      at += comment;
      continue;
    }
    const prefixed = /^[rRbBuUfF](?=["'])/.exec(rest);
    if (prefixed && !/\w/.test(text.charAt(at - 1))) {
      at += 1;
      continue;
    }
    if (closingQuotes[character] !== undefined) {
      const string = readString(text, at, open.at(-1) === '(');
      parts.push(JSON.stringify(string.value));
      at = string.end;
      lastStructural = 'value';
      continue;
    }
    const word = /^[A-Za-z_$][\w$]*/.exec(rest)?.[0];
    if (word) {
      parts.push(words[word] ?? word);
      at += word.length;
      lastStructural = 'value';
      continue;
    }
    at += 1;
    if (character === ',' && lastStructural === ',') continue;
    if (!/\s/.test(character)) lastStructural = character;
    if ('{[('.includes(character)) open.push(character);
    if ('}])'.includes(character)) open.pop();
    parts.push(character === '(' ? '[' : character === ')' ? ']' : character);
    if (open.length === 0) return { json: parts.join(''), end: at, isClosed: true };
  }
  return { json: parts.join(''), end: at, isClosed: false };
}

function commentLength(text: string, at: number): number {
  if (text.startsWith('/*', at)) {
    const end = text.indexOf('*/', at + 2);
    return (end < 0 ? text.length : end + 2) - at;
  }
  if (!text.startsWith('//', at) && text.charAt(at) !== '#') return 0;
  const end = text.indexOf('\n', at);
  return (end < 0 ? text.length : end) - at;
}

function readString(text: string, start: number, isInTuple: boolean): { value: string; end: number } {
  const open = text.charAt(start);
  const triple = open.repeat(3);
  if (text.startsWith(triple, start) && open !== '`') {
    const end = text.indexOf(triple, start + 3);
    const value = text.slice(start + 3, end < 0 ? text.length : end);
    return { value: unescapeAll(value), end: end < 0 ? text.length : end + 3 };
  }
  const close = closingQuotes[open];
  let at = start + 1;
  while (at < text.length) {
    const character = text.charAt(at);
    if (character === '\\') at += 2;
    else if (
      (character === close || (character === '"' && open === '“')) &&
      isStringEnd(text, at + 1, isInTuple)
    ) {
      return { value: unescapeAll(text.slice(start + 1, at)), end: at + 1 };
    } else at += 1;
  }
  return { value: unescapeAll(text.slice(start + 1).replace(/\\$/, '')), end: text.length };
}

/** A quote ends its string where structure follows it; else it is a quote that the model forgot to escape. */
function isStringEnd(text: string, after: number, isInTuple: boolean): boolean {
  const rest = text.slice(after, after + 400).replace(/^(?:\s+|\/\/[^\n]*\n|\/\*[\s\S]*?\*\/)+/, '');
  if (rest === '' || /^[:\]}+]/.test(rest) || (isInTuple && rest.startsWith(')'))) return true;
  // A missing comma between two lines: `"a": "x"\n "b": …`.
  if (/^\s*\n\s*["'][\w -]+["']\s*:/.test(text.slice(after, after + 400))) return true;
  if (!rest.startsWith(',')) return false;
  const next = rest.slice(1).replace(/^(?:[\s,]+|#[^\n]*\n|\/\/[^\n]*\n|\/\*[\s\S]*?\*\/)+/, '');
  return next === '' || /^(?:["'`“‘{[(\]})]|[-+.\d]|[A-Za-z_$][\w$]*\s*[:,\]}]|#|\/)/.test(next);
}

/** Escapes as in JSON; an escape that JSON does not know (`\d` of a regular expression) keeps its backslash. */
function unescapeAll(raw: string): string {
  return raw.replace(/\\(u[0-9a-fA-F]{4}|\r?\n|[\s\S])/g, (whole, code: string) => {
    if (code.length === 5) return String.fromCharCode(Number.parseInt(code.slice(1), 16));
    if (code.endsWith('\n')) return '';
    if ('"\'`\\/'.includes(code)) return code;
    return escapes[code] ?? whole;
  });
}
