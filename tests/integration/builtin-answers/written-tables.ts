import type { BuildView } from '@sandsmith/contracts/domain/build';
import type { ApiClient } from '@sandsmith/test-kit/product/api-client';
import { read, utils } from 'xlsx';
import type { WrittenTable } from './match-tables.ts';

function textOf(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) return cell.toISOString().slice(0, 10);
  return String(cell);
}

/** Rows of a CSV or Excel file by a reader that is not the product's. */
function sheetRows(bytes: Uint8Array): string[][] {
  const workbook = read(bytes, { type: 'array', raw: true });
  const sheet = workbook.Sheets[workbook.SheetNames[0] ?? ''];
  if (!sheet) return [];
  return utils
    .sheet_to_json<unknown[]>(sheet, { header: 1, raw: true })
    .slice(1)
    .map((row) => Array.from(row, textOf));
}

function jsonRows(text: string): string[][] {
  const parsed: unknown = JSON.parse(text);
  if (!Array.isArray(parsed)) return [];
  return parsed.map((row: unknown) =>
    typeof row === 'object' && row !== null ? Object.values(row).map(textOf) : [],
  );
}

/** Every table among a build's artifacts, read through the public addresses. */
export async function writtenTables(client: ApiClient, build: BuildView): Promise<WrittenTable[]> {
  const tables: WrittenTable[] = [];
  for (const { path } of build.artifacts) {
    if (!/\.(csv|tsv|json|xlsx)$/.test(path)) continue;
    const answer = await client.fetch(
      'GET',
      `/builds/${build.id}/artifacts/${encodeURIComponent(path).replaceAll('%2F', '/')}`,
    );
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`);
    const bytes = new Uint8Array(await answer.arrayBuffer());
    tables.push({
      path,
      rows: path.endsWith('.json') ? jsonRows(new TextDecoder().decode(bytes)) : sheetRows(bytes),
    });
  }
  return tables;
}
