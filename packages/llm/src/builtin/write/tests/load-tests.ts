import type { LoadedDocument } from '../load-data/loaded-document.ts';
import type { Code } from '../python/layout.ts';
import { pythonLiteral, pythonString } from '../python/python-literal.ts';
import { isNumeric } from '../table-column.ts';
import { testSource } from './test-source.ts';

/** What the document's profile says must be true of the loaded table. */
export function loadTest(loaded: LoadedDocument): string {
  const { profile } = loaded.document;
  const body: Code[] = [`table = analysis.${loaded.loader}()`, `assert len(table) == ${profile.rowCount}`];
  for (const column of loaded.columns) {
    const name = `table[${pythonString(column.name)}]`;
    body.push(`assert ${name}.isna().sum() == ${column.profile.nullCount}`);
    if (isNumeric(column) && column.profile.mean !== undefined)
      body.push(`assert ${name}.mean() == pytest.approx(${pythonLiteral(column.profile.mean)})`);
  }
  return testSource(loaded.loader, body);
}
