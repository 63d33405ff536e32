import type { Artifact } from '@sandsmith/contracts/domain/artifact';
import { Download, File } from 'lucide-react';
import { formatBytes } from '../../../design/format.ts';
import { useDownload } from './use-download.ts';

/** Anything that is not shown in place: its name and size, to download. */
export function ArtifactFile({ artifact }: { artifact: Artifact }) {
  const download = useDownload(artifact);
  return (
    <button
      type="button"
      onClick={download}
      aria-label={`Download ${artifact.path}`}
      className="flex items-center gap-2.5 rounded-md border border-border px-3 py-1.5 text-left hoverable"
    >
      <File size={15} aria-hidden className="shrink-0 text-muted" />
      <span className="min-w-0 flex-1 truncate">{artifact.path}</span>
      <span className="text-sm tabular text-muted">{formatBytes(artifact.bytes)}</span>
      <Download size={15} aria-hidden className="shrink-0 text-muted" />
    </button>
  );
}
