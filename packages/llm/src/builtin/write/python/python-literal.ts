export type PythonValue = string | number | boolean | null;

const escapes: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** What Python's source cannot or should not hold as it is: controls, invisible marks, lone surrogates. */
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\u00a0\u2000-\u200f\u202f\u3000]/u;

function escapedCharacter(character: string, quote: string): string {
  const simple = escapes[character];
  if (simple !== undefined) return simple;
  if (character === quote) return `\\${quote}`;
  if (!unprintable.test(character)) return character;
  const code = character.codePointAt(0) ?? 0;
  if (code <= 0xff) return `\\x${code.toString(16).padStart(2, '0')}`;
  if (code <= 0xffff) return `\\u${code.toString(16).padStart(4, '0')}`;
  return `\\U${code.toString(16).padStart(8, '0')}`;
}

/** A Python string literal for any text, in the quotes that the usual formatters choose. */
export function pythonString(text: string): string {
  const doubles = text.split('"').length;
  const quote = doubles > text.split("'").length ? "'" : '"';
  return quote + Array.from(text, (character) => escapedCharacter(character, quote)).join('') + quote;
}

/** Words of a sentence inside a `"` f-string: safe against braces; straight double quotes become single ones. */
export function pythonFStringText(text: string): string {
  const words = text.replaceAll('"', "'");
  return Array.from(words, (character) => escapedCharacter(character, '"'))
    .join('')
    .replaceAll('{', '{{')
    .replaceAll('}', '}}');
}

function pythonNumber(value: number): string {
  if (Number.isNaN(value)) return 'float("nan")';
  if (!Number.isFinite(value)) return value > 0 ? 'float("inf")' : 'float("-inf")';
  if (Object.is(value, -0)) return '-0.0';
  const text = String(value).replace('e+', 'e');
  return Number.isInteger(value) && text.includes('e') ? BigInt(value).toString() : text;
}

/** A Python literal for a plain value. */
export function pythonLiteral(value: PythonValue): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return typeof value === 'number' ? pythonNumber(value) : pythonString(value);
}

/** Any text as words inside a docstring or a comment: one line, nothing that could end it. */
export function pythonComment(text: string): string {
  const line = text.replace(/\s+/gu, ' ').trim();
  return Array.from(line, (character) => (unprintable.test(character) ? '\ufffd' : character))
    .join('')
    .replaceAll('\\', '/')
    .replaceAll('"""', "'''")
    .replace(/"$/, "'");
}
