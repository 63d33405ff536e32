import type { Cell, ColumnProfile, ColumnType } from '@sandsmith/contracts/domain/document';
import { Braces, Calendar, CircleOff, Clock, Hash, type LucideIcon, ToggleLeft, Type } from 'lucide-react';
import { useState } from 'react';
import { formatCount, formatNumber, formatPlural, formatShare } from '../../../design/format.ts';
import { distribution } from './distribution.ts';

const icons: Record<ColumnType, LucideIcon> = {
  integer: Hash,
  number: Hash,
  boolean: ToggleLeft,
  date: Calendar,
  datetime: Calendar,
  time: Clock,
  text: Type,
  json: Braces,
  empty: CircleOff,
};

export function cellWords(cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return 'none';
  return typeof cell === 'number' ? formatNumber(cell) : String(cell);
}

/** A column: its type, what is missing, how it is spread, and on demand its figures and samples. */
export function ColumnProfileView({ column, rowCount }: { column: ColumnProfile; rowCount: number }) {
  const [isOpen, setOpen] = useState(false);
  const Icon = icons[column.type];
  const missing = rowCount > 0 ? column.nullCount / rowCount : 0;
  return (
    <li>
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        className="grid w-full grid-cols-[14px_minmax(0,1fr)_56px] items-center gap-x-2 py-1 pl-7 pr-3 text-left hoverable focus-visible:-outline-offset-2"
      >
        <Icon size={14} aria-hidden className="text-muted" />
        <span className="min-w-0">
          <span className="block truncate" title={column.name}>
            {column.name}
          </span>
          <span className="block truncate text-xs text-muted">
            {column.type}
            {missing > 0 && <span className="tabular text-warning">, {formatShare(missing)} missing</span>}
          </span>
        </span>
        <Distribution column={column} />
      </button>
      {isOpen && <ColumnFigures column={column} />}
    </li>
  );
}

/** A drawing of 56 by 20: bins for numbers and dates, the most frequent values for words. */
function Distribution({ column }: { column: ColumnProfile }) {
  const bars = distribution(column);
  if (bars.length === 0) return <span />;
  const width = 56 / bars.length;
  return (
    <svg viewBox="0 0 56 20" width={56} height={20} aria-hidden="true" className="text-accent">
      {bars.map((bar, index) => {
        const height = bar > 0 ? Math.max(1.5, bar * 18) : 0;
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a bin is its place
            key={index}
            x={index * width}
            y={20 - height}
            width={Math.max(0.8, width - 0.8)}
            height={height}
            fill="currentColor"
            opacity={0.8}
          />
        );
      })}
    </svg>
  );
}

function ColumnFigures({ column }: { column: ColumnProfile }) {
  const figures: [string, string][] = [['Distinct', formatCount(column.distinctCount)]];
  if (column.nullCount > 0) figures.push(['Missing', formatPlural(column.nullCount, 'row')]);
  if (column.min !== undefined) figures.push(['Lowest', cellWords(column.min)]);
  if (column.max !== undefined) figures.push(['Highest', cellWords(column.max)]);
  if (column.mean !== undefined) figures.push(['Mean', formatNumber(column.mean)]);
  const top = column.type === 'text' || column.type === 'boolean' ? column.topValues.slice(0, 5) : [];
  return (
    <div className="pb-2 pl-[50px] pr-3 text-sm">
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3">
        {figures.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-muted">{name}</dt>
            <dd className="truncate text-right tabular" title={value}>
              {value}
            </dd>
          </div>
        ))}
      </dl>
      {top.length > 0 && (
        <dl className="mt-1 grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 border-t border-border pt-1">
          {top.map(({ value, count }) => (
            <div key={String(value)} className="contents">
              <dt className="truncate">{cellWords(value)}</dt>
              <dd className="text-right tabular text-muted">{formatCount(count)}</dd>
            </div>
          ))}
        </dl>
      )}
      {column.samples.length > 0 && top.length === 0 && (
        <p className="mt-1 truncate border-t border-border pt-1 text-muted" title="Samples">
          {column.samples.map(cellWords).join(', ')}
        </p>
      )}
    </div>
  );
}
