import { type PythonValue, pythonLiteral } from './python-literal.ts';

/** Python source that knows where it may be broken: text, a bracketed group, or a run of both. */
export type Code = string | Group | readonly Code[];

interface Group {
  open: string;
  items: readonly Code[];
  close: string;
  /** Literals go one item a line when broken; the arguments of a call first try one indented line. */
  isLiteral: boolean;
  /** The index of a subscript takes no comma of its own: that would make it a tuple. */
  isSubscript?: boolean;
}

export const lineWidth = 100;

/** `name(first, second)`. */
export function call(name: Code, ...items: Code[]): Code {
  return [name, { open: '(', items, close: ')', isLiteral: false }];
}

export function list(...items: Code[]): Code {
  return { open: '[', items, close: ']', isLiteral: true };
}

/** A list of plain values. */
export function values(...items: PythonValue[]): Code {
  return list(...items.map(pythonLiteral));
}

/** `["a", "b"]` as the index of a frame: `[["a", "b"]]`. */
export function columnsIndex(...names: string[]): Code {
  return { open: '[', items: [values(...names)], close: ']', isLiteral: true, isSubscript: true };
}

/** A dictionary with text keys. */
export function dictionary(entries: Iterable<readonly [string, Code]>): Code {
  const items = Array.from(entries, ([key, value]): Code => [`${pythonLiteral(key)}: `, value]);
  return { open: '{', items, close: '}', isLiteral: true };
}

export function flat(code: Code): string {
  if (typeof code === 'string') return code;
  if ('open' in code) return code.open + code.items.map(flat).join(', ') + code.close;
  return code.map(flat).join('');
}

/** Display width: wide East Asian characters and emoji count twice, as formatters count them. */
function width(text: string): number {
  let total = 0;
  for (const character of text)
    total += /[\u1100-\u115f\u2e80-\uffe6\u{1f300}-\u{1faff}]/u.test(character) ? 2 : 1;
  return total;
}

function parts(code: Code): (string | Group)[] {
  if (typeof code === 'string') return [code];
  return 'open' in code ? [code] : code.flatMap(parts);
}

/** A comprehension stands alone in its brackets; a comma would make it a syntax error. */
function isComprehension(code: Code): boolean {
  return typeof code === 'string' && / for \w+ in \w+$/.test(code);
}

/** The lines of a statement at an indentation, broken at its last bracket where it is too long. */
export function lines(code: Code, indent = 0, suffix = ''): string[] {
  if (Array.isArray(code) && typeof code[0] === 'string' && /^ +$/.test(code[0]))
    return lines(code.slice(1), indent + code[0].length, suffix);
  const pad = ' '.repeat(indent);
  const whole = pad + flat(code) + suffix;
  if (width(whole) <= lineWidth) return [whole];
  const all = parts(code);
  const at = all.findLastIndex((part) => typeof part !== 'string' && part.items.length > 0);
  const group = all[at];
  if (group === undefined || typeof group === 'string') return [whole];
  const head = pad + all.slice(0, at).map(flat).join('') + group.open;
  const tail =
    pad +
    group.close +
    all
      .slice(at + 1)
      .map(flat)
      .join('') +
    suffix;
  const inner = indent + 4;
  const body = ' '.repeat(inner) + group.items.map(flat).join(', ');
  if (!group.isLiteral && width(body) <= lineWidth) return [head, body, tail];
  return [
    head,
    ...group.items.flatMap((item) =>
      lines(item, inner, group.isSubscript || isComprehension(item) ? '' : ','),
    ),
    tail,
  ];
}

/** Statements as source text at an indentation. */
export function statements(codes: readonly Code[], indent = 4): string {
  return codes.flatMap((code) => (code === '' ? [''] : lines(code, indent))).join('\n');
}
