import type { DocumentSummary } from '@sandsmith/contracts/domain/document';
import { CircleAlert, Database, X } from 'lucide-react';
import { toast } from 'sonner';
import { errorWords } from '../../../api/problem-error.ts';
import { useDeleteDocument, useDocument } from '../../../api/use-documents.ts';
import { IconButton } from '../../../design/button.tsx';
import { formatBytes, formatCount, formatPlural, formatShare } from '../../../design/format.ts';

const shownProblems = 8;

interface AttachedDocumentsProps {
  projectId: string;
  documents: readonly DocumentSummary[];
  progress: Readonly<Record<string, number>>;
}

/** The data a build will have, one line each. */
export function AttachedDocuments({ projectId, documents, progress }: AttachedDocumentsProps) {
  const remove = useDeleteDocument(projectId);
  const drop = (id: string) =>
    remove.mutate(id, {
      onError: (error) => {
        const { title, detail } = errorWords(error);
        toast.error(title, { description: detail });
      },
    });
  if (documents.length === 0) return null;
  return (
    <ul aria-label="Attached data" className="flex flex-col gap-1">
      {documents.map((document) => (
        <li
          key={document.id}
          className="flex items-start gap-2.5 rounded-md border border-border bg-surface-2 px-2.5 py-1.5"
        >
          {document.status === 'failed' ? (
            <CircleAlert size={15} aria-hidden className="mt-0.5 shrink-0 text-danger" />
          ) : (
            <Database size={15} aria-hidden className="mt-0.5 shrink-0 text-muted" />
          )}
          <div className="flex min-w-0 flex-1 flex-wrap items-baseline justify-between gap-x-3">
            <span className="min-w-0 truncate">{document.name}</span>
            <span className="text-sm tabular text-muted">
              {document.status === 'profiling' && `Reading ${formatShare(progress[document.id] ?? 0)}`}
              {document.status === 'ready' &&
                `${formatPlural(document.rowCount ?? 0, 'row')}, ${formatPlural(document.columnCount ?? 0, 'column')}, ${formatBytes(document.bytes)}`}
            </span>
            {document.status === 'failed' && <FailureReason documentId={document.id} />}
            {document.status === 'ready' && <ReadingProblems documentId={document.id} />}
          </div>
          <IconButton label={`Remove ${document.name}`} size="tiny" onClick={() => drop(document.id)}>
            <X size={13} aria-hidden />
          </IconButton>
        </li>
      ))}
    </ul>
  );
}

/** What could not be read as it stands: a program that counts these rows should surprise nobody. */
function ReadingProblems({ documentId }: { documentId: string }) {
  const { data } = useDocument(documentId);
  if (!data || data.problems.length === 0) return null;
  const rest = data.problems.length - shownProblems;
  return (
    <details className="w-full text-sm">
      <summary className="w-fit text-warning">
        {formatPlural(data.problems.length, 'problem')} while reading
      </summary>
      <ul className="mt-1 flex flex-col gap-0.5 text-muted">
        {data.problems.slice(0, shownProblems).map(({ line, message }) => (
          <li key={`${line}: ${message}`} className="[overflow-wrap:anywhere]">
            {line !== undefined && <span className="tabular">Line {formatCount(line)}: </span>}
            {message}
          </li>
        ))}
        {rest > 0 && <li>and {formatCount(rest)} more</li>}
      </ul>
    </details>
  );
}

function FailureReason({ documentId }: { documentId: string }) {
  const { data } = useDocument(documentId);
  return (
    <p className="w-full text-sm text-danger" role="alert">
      {data?.problems[0]?.message ?? 'The file could not be read.'}
    </p>
  );
}
