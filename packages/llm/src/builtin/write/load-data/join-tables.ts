import type { Source } from '../../question.ts';
import { functionSource } from '../python/function-source.ts';
import { type Code, call, values } from '../python/layout.ts';
import { pythonString } from '../python/python-literal.ts';
import { joinedName, sourceColumns } from '../table-column.ts';
import type { LoadedDocument } from './loaded-document.ts';

type Join = Extract<Source, { kind: 'join' }>;

const rowsKept = {
  inner: 'the rows that match on both sides',
  left: 'every row of the first, with what matches of the second',
  outer: 'every row of both',
} as const;

/** The function that joins two loaded documents; rows without a key match nothing. */
export function joinFunction(
  name: string,
  join: Join,
  left: LoadedDocument,
  right: LoadedDocument,
  documents: Parameters<typeof sourceColumns>[1],
): string {
  const leftColumns = sourceColumns({ kind: 'document', path: join.left }, documents);
  const sameKeys = join.on.every((on) => on.left === on.right);
  const shared = new Set(join.on.filter((on) => on.left === on.right).map((on) => on.left));
  const renamed = right.columns
    .filter((column) => !shared.has(column.name))
    .map((column): [string, string] => [column.name, joinedName(column.name, leftColumns, right.document)])
    .filter(([before, after]) => before !== after);
  const rightKeys = join.on.map((on) => {
    const change = renamed.find(([before]) => before === on.right);
    return change ? change[1] : on.right;
  });
  const keys: Code[] = sameKeys
    ? [['on=', values(...rightKeys)]]
    : [
        ['left_on=', values(...join.on.map((on) => on.left))],
        ['right_on=', values(...rightKeys)],
      ];
  const body: Code[] = [];
  if (renamed.length > 0) {
    const names: Code[] = renamed.map(([before, after]) => `${pythonString(before)}: ${pythonString(after)}`);
    body.push([
      `second = second.rename(columns=`,
      { open: '{', items: names, close: '}', isLiteral: true },
      ')',
    ]);
  }
  body.push(['second = ', call('second.dropna', ['subset=', values(...rightKeys)])]);
  body.push(['return ', call('first.merge', 'second', `how="${join.how}"`, ...keys)]);
  return functionSource({
    name,
    parameters: ['first: pd.DataFrame', 'second: pd.DataFrame'],
    returns: 'pd.DataFrame',
    says: `Join ${left.document.name} with ${right.document.name}: ${rowsKept[join.how]}.`,
    body,
  });
}
