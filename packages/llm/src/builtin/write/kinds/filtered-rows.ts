import type { Filter } from '../../question.ts';
import { filterCode } from '../filter-code.ts';
import { filterWords } from '../filter-words.ts';
import { functionSource } from '../python/function-source.ts';
import type { Code } from '../python/layout.ts';
import type { TableColumn } from '../table-column.ts';

/** The function that keeps the rows which all filters let pass. */
export function filterFunction(
  name: string,
  filters: readonly Filter[],
  columns: readonly TableColumn[],
): string {
  const [first, ...others] = filters.map((filter) => filterCode(filter, columns));
  const body: Code[] = [
    ['keep = ', first ?? ''],
    ...others.map((code): Code => ['keep &= ', code]),
    'return table[keep]',
  ];
  return functionSource({
    name,
    parameters: ['table: pd.DataFrame'],
    returns: 'pd.DataFrame',
    says: `Keep the rows where ${filterWords(filters)}.`,
    body,
  });
}
