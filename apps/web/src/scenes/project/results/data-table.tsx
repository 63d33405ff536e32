import type { Artifact } from '@sandsmith/contracts/domain/artifact';
import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp, Search } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { classNames } from '../../../design/class-names.ts';
import { CopyButton } from '../../../design/copy-button.tsx';
import { formatCount, formatPlural } from '../../../design/format.ts';
import { ScrollRegion } from '../../../design/scroll-region.tsx';
import { ArtifactFrame } from './artifact-frame.tsx';
import {
  displayCell,
  filterRows,
  nextSort,
  sortRows,
  type Table,
  type TableSort,
  toClipboard,
} from './csv-table.ts';

const rowHeight = 25;
const maxHeight = 420;

/** Sorts by its headings, filters by words, copies as a spreadsheet takes it. Only rows in view are rendered. */
export function DataTable({ artifact, table }: { artifact: Artifact; table: Table }) {
  const [sort, setSort] = useState<TableSort | null>(null);
  const [filter, setFilter] = useState('');
  const rows = useMemo(() => sortRows(filterRows(table.rows, filter), sort), [table, filter, sort]);
  const { scroller, items, before, after } = useRowsInView(rows.length);
  const tools = (
    <>
      <span className="text-sm tabular text-muted">
        {filter ? `${formatCount(rows.length)} of ` : ''}
        {formatPlural(table.rows.length, 'row')}
      </span>
      {table.rows.length > 8 && <FilterField value={filter} onChange={setFilter} name={artifact.path} />}
      <CopyButton label="Copy the table" text={() => toClipboard(table, rows)} />
    </>
  );
  return (
    <ArtifactFrame artifact={artifact} tools={tools}>
      <ScrollRegion
        ref={scroller}
        label={`Rows of ${artifact.path}`}
        className="border-t border-border bg-surface-1"
        style={{ maxHeight }}
      >
        <table className="w-full border-separate border-spacing-0" aria-rowcount={rows.length + 1}>
          <thead>
            <Headings table={table} sort={sort} onSort={setSort} />
          </thead>
          <tbody className="tabular">
            {before > 0 && <Spacer height={before} columns={table.columns.length} />}
            {items.map((item) => (
              <Row key={item.key} table={table} index={item.index} cells={rows[item.index] ?? []} />
            ))}
            {after > 0 && <Spacer height={after} columns={table.columns.length} />}
          </tbody>
        </table>
        {rows.length === 0 && <p className="p-4 text-center text-muted">No row matches</p>}
      </ScrollRegion>
      {table.isCut && (
        <p className="border-t border-border px-3 py-1.5 text-sm text-muted">
          The first {formatCount(table.rows.length)} rows are shown. Download the file for all of them.
        </p>
      )}
    </ArtifactFrame>
  );
}

/** The rows to render, and the height in pixels of those before and after them. */
function useRowsInView(count: number) {
  const scroller = useRef<HTMLDivElement>(null);
  const visible = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 15,
  });
  const items = visible.getVirtualItems();
  return {
    scroller,
    items,
    before: items[0]?.start ?? 0,
    after: visible.getTotalSize() - (items.at(-1)?.end ?? 0),
  };
}

interface HeadingsProps {
  table: Table;
  sort: TableSort | null;
  onSort(sort: TableSort | null): void;
}

function Headings({ table, sort, onSort }: HeadingsProps) {
  return (
    <tr>
      {table.columns.map((name, column) => (
        <Heading
          // biome-ignore lint/suspicious/noArrayIndexKey: two columns may have one name
          key={column}
          name={name}
          isNumeric={table.isNumeric[column] ?? false}
          direction={sort?.column === column ? sort.direction : null}
          onSort={() => onSort(nextSort(sort, column))}
        />
      ))}
    </tr>
  );
}

interface RowProps {
  table: Table;
  /** Among the rows that pass the filter, from 0. */
  index: number;
  cells: readonly string[];
}

function Row({ table, index, cells }: RowProps) {
  return (
    <tr aria-rowindex={index + 2} className="hoverable" style={{ height: rowHeight }}>
      {table.columns.map((_, column) => {
        const cell = cells[column] ?? '';
        return (
          <td
            // biome-ignore lint/suspicious/noArrayIndexKey: two columns may have one name
            key={column}
            title={cell.length > 24 ? cell : undefined}
            className={classNames(
              'max-w-100 truncate border-b border-border px-3 py-0.5',
              table.isNumeric[column] && 'text-right',
            )}
          >
            {displayCell(cell)}
          </td>
        );
      })}
    </tr>
  );
}

function Spacer({ height, columns }: { height: number; columns: number }) {
  return (
    <tr aria-hidden style={{ height }}>
      <td colSpan={columns} />
    </tr>
  );
}

interface HeadingProps {
  name: string;
  isNumeric: boolean;
  direction: TableSort['direction'] | null;
  onSort(): void;
}

function Heading({ name, isNumeric, direction, onSort }: HeadingProps) {
  const Arrow = direction === 'descending' ? ArrowDown : ArrowUp;
  return (
    <th
      scope="col"
      aria-sort={direction ?? 'none'}
      className="sticky top-0 z-10 border-b border-border bg-surface-2 p-0"
    >
      <button
        type="button"
        onClick={onSort}
        className={classNames(
          'group flex w-full items-center gap-1 whitespace-nowrap px-3 py-1 font-[550] hoverable focus-visible:-outline-offset-2',
          isNumeric && 'flex-row-reverse',
        )}
      >
        {name}
        <Arrow
          size={13}
          aria-hidden
          className={direction ? 'text-accent-text' : 'opacity-0 transition-calm group-hover:opacity-50'}
        />
      </button>
    </th>
  );
}

interface FilterFieldProps {
  value: string;
  name: string;
  onChange(value: string): void;
}

function FilterField({ value, name, onChange }: FilterFieldProps) {
  return (
    <span className="relative flex items-center">
      <Search size={13} aria-hidden className="absolute left-2 text-muted" />
      <input
        type="search"
        aria-label={`Filter ${name}`}
        placeholder="Filter"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="h-6 w-36 rounded-md border border-border bg-surface-1 pl-6.5 pr-1.5 text-sm"
      />
    </span>
  );
}
