import type { InputIssue } from './parse-input.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: NUL is what is looked for
const nul = /\u0000/;

/**
 * The strings of a parsed body that cannot be kept as they are: half a surrogate pair has no UTF-8, and a database's
 * text holds no NUL. Answered for, rather than silently changed.
 */
export function textFaults(value: unknown, { isNulAllowed = false } = {}): InputIssue[] {
  const issues: InputIssue[] = [];
  const open: { value: unknown; path: string }[] = [{ value, path: '' }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { value: current, path } = next;
    if (typeof current === 'string') {
      const fault = textFault(current, isNulAllowed);
      if (fault) issues.push({ path, message: fault });
    } else if (typeof current === 'object' && current !== null) {
      for (const [name, inner] of Object.entries(current))
        open.push({ value: inner, path: path === '' ? name : `${path}.${name}` });
    }
  }
  return issues.reverse();
}

function textFault(text: string, isNulAllowed: boolean): string | undefined {
  if (!text.isWellFormed()) return 'must not hold half a surrogate pair, which no text in UTF-8 can hold';
  if (!isNulAllowed && nul.test(text)) return 'must not hold the NUL character';
  return undefined;
}
