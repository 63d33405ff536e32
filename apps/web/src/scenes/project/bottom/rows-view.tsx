import type { Cell, DocumentRows } from '@sandsmith/contracts/domain/document';
import { ChevronLeft, ChevronRight, Table2 } from 'lucide-react';
import { useState } from 'react';
import { rowsPerPage, useDocument, useDocumentRows } from '../../../api/use-documents.ts';
import { IconButton } from '../../../design/button.tsx';
import { classNames } from '../../../design/class-names.ts';
import { formatCount } from '../../../design/format.ts';
import { ErrorNotice } from '../../../design/notice.tsx';
import { Empty, Skeleton } from '../../../design/placeholder.tsx';
import { ScrollRegion } from '../../../design/scroll-region.tsx';
import { useLayout } from '../../../state/layout-store.ts';
import { useWorkbench } from '../workbench/workbench-context.ts';

/** The rows of a document, a page at a time. */
export function RowsView() {
  const { documents } = useWorkbench();
  const chosenId = useLayout((state) => state.gridDocumentId);
  const ready = documents.filter((document) => document.status === 'ready');
  const chosen = ready.find((document) => document.id === chosenId) ?? ready[0];
  if (!chosen)
    return (
      <Empty icon={<Table2 size={22} aria-hidden />} title="No data to show">
        Add a CSV, TSV, JSON or Excel file in the Data panel, and its rows appear here.
      </Empty>
    );
  return (
    <RowsGrid key={chosen.id} documentId={chosen.id}>
      <select
        aria-label="Document"
        value={chosen.id}
        onChange={(event) => useLayout.setState({ gridDocumentId: event.target.value })}
        className="h-6 max-w-60 rounded-md border border-border bg-surface-1 px-1.5 text-sm"
      >
        {ready.map((document) => (
          <option key={document.id} value={document.id}>
            {document.name}
          </option>
        ))}
      </select>
    </RowsGrid>
  );
}

function RowsGrid({ documentId, children }: { documentId: string; children: React.ReactNode }) {
  const [offset, setOffset] = useState(0);
  const { data, isPending, isError, error, refetch } = useDocumentRows(documentId, offset);
  const { data: profile } = useDocument(documentId);
  const types = new Map(profile?.columns.map((column) => [column.name, column.type]));
  const isNumeric = (name: string) => types.get(name) === 'integer' || types.get(name) === 'number';
  return (
    <div className="flex h-full flex-col">
      <div className="flex h-9 shrink-0 items-center justify-between gap-3 px-3">
        {children}
        <Pager offset={offset} total={data?.total ?? 0} onTurn={setOffset} />
      </div>
      {isError && <ErrorNotice error={error} onRetry={() => void refetch()} className="mx-3" />}
      {isPending && (
        <div className="flex flex-col gap-2 px-3">
          <Skeleton className="h-5" />
          <Skeleton className="h-5" />
          <Skeleton className="h-5" />
        </div>
      )}
      {data && <RowsTable page={data} isNumeric={isNumeric} />}
    </div>
  );
}

interface PagerProps {
  offset: number;
  total: number;
  onTurn(offset: number): void;
}

function Pager({ offset, total, onTurn }: PagerProps) {
  const last = Math.min(offset + rowsPerPage, total);
  return (
    <div className="flex items-center gap-1 text-sm tabular text-muted">
      <span>
        {total > 0 && `${formatCount(offset + 1)} to ${formatCount(last)} of ${formatCount(total)}`}
      </span>
      <IconButton
        label="Previous rows"
        disabled={offset === 0}
        onClick={() => onTurn(Math.max(0, offset - rowsPerPage))}
      >
        <ChevronLeft size={15} aria-hidden />
      </IconButton>
      <IconButton label="Next rows" disabled={last >= total} onClick={() => onTurn(offset + rowsPerPage)}>
        <ChevronRight size={15} aria-hidden />
      </IconButton>
    </div>
  );
}

interface RowsTableProps {
  page: DocumentRows;
  isNumeric(column: string): boolean;
}

function RowsTable({ page, isNumeric }: RowsTableProps) {
  return (
    <ScrollRegion label="Rows" className="min-h-0 flex-1 border-t border-border">
      <table className="border-separate border-spacing-0 text-sm">
        <thead>
          <tr>
            <th className="sticky left-0 top-0 z-20 border-b border-r border-border bg-surface-2 px-2 py-1 text-right font-[450] text-muted">
              <span className="sr-only">Row</span>
            </th>
            {page.columns.map((name) => (
              <th
                key={name}
                scope="col"
                className={classNames(
                  'sticky top-0 z-10 whitespace-nowrap border-b border-border bg-surface-2 px-3 py-1 font-[550]',
                  isNumeric(name) ? 'text-right' : 'text-left',
                )}
              >
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="tabular">
          {page.rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other identity than their place
            <tr key={index} className="hoverable">
              <td className="sticky left-0 border-b border-r border-border bg-surface-1 px-2 py-0.5 text-right text-muted">
                {formatCount(page.offset + index + 1)}
              </td>
              {row.map((cell, column) => (
                <td
                  key={page.columns[column]}
                  className={classNames(
                    'max-w-80 truncate border-b border-border px-3 py-0.5',
                    isNumeric(page.columns[column] ?? '') && 'text-right',
                  )}
                >
                  <CellText cell={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

function CellText({ cell }: { cell: Cell }) {
  if (cell === null) return <span className="text-muted">none</span>;
  return <>{String(cell)}</>;
}
