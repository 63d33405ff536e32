import { matchColumns } from './columns.ts';
import { lexicon } from './lexicon/lexicon.ts';
import type { Table } from './table.ts';
import type { Token } from './tokens.ts';

const longestModifier = 3;
const longestHead = 2;

/**
 * `min and max temperature`, `us and worldwide gross`: the noun said once belongs to both words before it,
 * where each of them names a column with it. The noun is repeated, so that neither word is lost.
 */
export function repeatSharedHeads(tokens: readonly Token[], table: Table): Token[] {
  const repeated: Token[] = [];
  tokens.forEach((token, at) => {
    if (isJoint(token)) repeated.push(...sharedHead(tokens, at, table));
    repeated.push(token);
  });
  return repeated;
}

function isJoint(token: Token | undefined): boolean {
  return token !== undefined && ['and', '&', '/', ',', 'or', 'vs', 'versus'].includes(token.lower);
}

/** The tokens to put before the joint at a place; none where the words before it need none. */
function sharedHead(tokens: readonly Token[], joint: number, table: Table): Token[] {
  let next = joint + 1;
  while (['and', 'the', ','].includes(tokens[next]?.lower ?? '')) next += 1;
  for (let before = 1; before <= longestModifier; before += 1) {
    const left = words(tokens.slice(Math.max(0, joint - before), joint));
    if (left.length !== before) return [];
    for (let after = 1; after <= longestModifier; after += 1)
      for (let length = longestHead; length >= 1; length -= 1) {
        const right = words(tokens.slice(next, next + after));
        const head = words(tokens.slice(next + after, next + after + length));
        if (right.length !== after || head.length !== length) continue;
        if (head.some((word) => lexicon().isFiller(word))) continue;
        const first = columnNamed([...left, ...head], table);
        const second = columnNamed([...right, ...head], table);
        const isNamedAlready = columnNamed(left, table) !== undefined;
        if (first && second && first !== second && !isNamedAlready)
          return tokens.slice(next + after, next + after + length);
      }
  }
  return [];
}

function words(tokens: readonly Token[]): string[] {
  return tokens.flatMap((token) => (token.kind === 'word' ? [token.lower] : []));
}

/** The one column that a phrase surely names. */
function columnNamed(phrase: string[], table: Table): string | undefined {
  const [best, second] = matchColumns(phrase, table);
  const isSure = best !== undefined && best.score >= 0.75 && (second?.score ?? 0) < best.score - 0.02;
  return isSure ? best.column.name : undefined;
}
