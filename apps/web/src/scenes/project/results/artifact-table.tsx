import type { Artifact } from '@sandsmith/contracts/domain/artifact';
import { useMemo } from 'react';
import { useArtifactText } from '../../../api/use-artifact.ts';
import { ErrorNotice } from '../../../design/notice.tsx';
import { Skeleton } from '../../../design/placeholder.tsx';
import { ArtifactFrame } from './artifact-frame.tsx';
import { TextBlock } from './artifact-text.tsx';
import { parseCsv, parseJsonTable } from './csv-table.ts';
import { DataTable } from './data-table.tsx';
import { useArtifactAddress } from './use-artifact-address.ts';

/** A CSV or JSON result as a table; JSON of another shape as text. */
export function ArtifactTable({ artifact }: { artifact: Artifact }) {
  const { text, error, retry } = useArtifactText(useArtifactAddress(artifact));
  const isJson = artifact.path.endsWith('.json');
  const table = useMemo(() => {
    if (text === undefined) return undefined;
    return isJson ? parseJsonTable(text) : parseCsv(text);
  }, [text, isJson]);
  if (table) return <DataTable artifact={artifact} table={table} />;
  return (
    <ArtifactFrame artifact={artifact}>
      {error && <ErrorNotice error={error} onRetry={() => void retry()} className="m-3" />}
      {!error && text === undefined && <Skeleton className="m-3 h-24" />}
      {text !== undefined && <TextBlock path={artifact.path} text={text} />}
    </ArtifactFrame>
  );
}
