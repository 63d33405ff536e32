import type { DocumentSummary } from '@sandsmith/contracts/domain/document';
import { ChevronDown, ChevronRight, Table2, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useDeleteDocument, useDocument } from '../../../api/use-documents.ts';
import { IconButton } from '../../../design/button.tsx';
import { ConfirmDialog } from '../../../design/confirm-dialog.tsx';
import { formatPlural, formatShare } from '../../../design/format.ts';
import { ErrorNotice } from '../../../design/notice.tsx';
import { Skeleton } from '../../../design/placeholder.tsx';
import { useLayout } from '../../../state/layout-store.ts';
import { DropArea } from '../start/drop-area.tsx';
import { UploadList } from '../start/upload-list.tsx';
import { PanelHeading } from '../workbench/panel-heading.tsx';
import { useWorkbench } from '../workbench/workbench-context.ts';
import { ColumnProfileView } from './column-profile-view.tsx';

/** Every document with a profile of its columns. */
export function DataPanel() {
  const { documents, uploads } = useWorkbench();
  return (
    <>
      <PanelHeading title="Data" />
      <div className="min-h-0 flex-1 overflow-auto pb-3">
        <ul>
          {documents.map((document, index) => (
            <DocumentEntry key={document.id} document={document} isOpenAtFirst={index === 0} />
          ))}
        </ul>
        <div className="flex flex-col gap-2 px-3 pt-2">
          <DropArea onFiles={uploads.add} isCompact />
          <UploadList uploads={uploads} />
        </div>
      </div>
    </>
  );
}

function DocumentEntry({ document, isOpenAtFirst }: { document: DocumentSummary; isOpenAtFirst: boolean }) {
  const [isOpen, setOpen] = useState(isOpenAtFirst);
  const [isDeleting, setDeleting] = useState(false);
  const { project, documentProgress } = useWorkbench();
  const remove = useDeleteDocument(project.id);
  const showRows = useLayout((state) => state.showRows);
  const Chevron = isOpen ? ChevronDown : ChevronRight;
  return (
    <li>
      <div className="flex items-center pr-1.5 hoverable">
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
          className="flex min-w-0 flex-1 items-start gap-1.5 py-1 pl-2 text-left focus-visible:-outline-offset-2"
        >
          <Chevron size={14} aria-hidden className="mt-[3px] shrink-0 text-muted" />
          <span className="min-w-0">
            <span className="block truncate font-[550]" title={document.name}>
              {document.name}
            </span>
            <span className="block text-sm tabular text-muted">
              {document.status === 'profiling' &&
                `Reading ${formatShare(documentProgress[document.id] ?? 0)}`}
              {document.status === 'failed' && <span className="text-danger">Could not be read</span>}
              {document.status === 'ready' &&
                `${formatPlural(document.rowCount ?? 0, 'row')}, ${formatPlural(document.columnCount ?? 0, 'column')}`}
            </span>
          </span>
        </button>
        {document.status === 'ready' && (
          <IconButton label={`Rows of ${document.name}`} size="small" onClick={() => showRows(document.id)}>
            <Table2 size={14} aria-hidden />
          </IconButton>
        )}
        <IconButton label={`Delete ${document.name}`} size="small" onClick={() => setDeleting(true)}>
          <Trash2 size={14} aria-hidden />
        </IconButton>
      </div>
      {isOpen && document.status !== 'profiling' && <DocumentProfile documentId={document.id} />}
      <ConfirmDialog
        isOpen={isDeleting}
        title="Delete this document?"
        description={`${document.name} is removed from the project. Builds that used it keep their results, but cannot run again with it.`}
        action="Delete document"
        isBusy={remove.isPending}
        error={remove.error}
        onClose={() => setDeleting(false)}
        onConfirm={() => remove.mutate(document.id, { onSuccess: () => setDeleting(false) })}
      />
    </li>
  );
}

function DocumentProfile({ documentId }: { documentId: string }) {
  const { data, isPending, isError, error, refetch } = useDocument(documentId);
  const showBottom = useLayout((state) => state.showBottom);
  if (isError) return <ErrorNotice error={error} onRetry={() => void refetch()} className="mx-2" />;
  if (isPending)
    return (
      <div className="flex flex-col gap-3 px-3 py-2">
        <Skeleton className="h-8" />
        <Skeleton className="h-8" />
        <Skeleton className="h-8" />
      </div>
    );
  return (
    <div className="pb-2">
      {data.problems.length > 0 && (
        <button
          type="button"
          onClick={() => showBottom('problems')}
          className="px-3 py-1 pl-7 text-left text-sm text-warning hoverable"
        >
          {formatPlural(data.problems.length, 'problem')} while reading
        </button>
      )}
      <ul aria-label={`Columns of ${data.name}`}>
        {data.columns.map((column) => (
          <ColumnProfileView key={column.name} column={column} rowCount={data.rowCount ?? 0} />
        ))}
      </ul>
    </div>
  );
}
