import type { DocumentSummary, DocumentView } from '@sandsmith/contracts/domain/document';
import type { DocumentRecord } from '@sandsmith/db/repositories/documents';

export function toDocumentSummary(document: DocumentRecord): DocumentSummary {
  const { id, projectId, name, status, format, bytes, rowCount, columnCount, createdAt } = document;
  return { id, projectId, name, status, format, bytes, rowCount, columnCount, createdAt };
}

export function toDocumentView(document: DocumentRecord): DocumentView {
  const { profile, problems } = document;
  return {
    ...toDocumentSummary(document),
    encoding: profile?.encoding,
    delimiter: profile?.delimiter,
    sheet: profile?.sheet,
    sheets: profile?.sheets,
    columns: profile?.columns ?? [],
    problems,
  };
}
