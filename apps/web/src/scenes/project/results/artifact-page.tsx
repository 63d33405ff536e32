import type { Artifact } from '@sandsmith/contracts/domain/artifact';
import { ExternalLink } from 'lucide-react';
import { Skeleton } from '../../../design/placeholder.tsx';
import { useWorkbench } from '../workbench/workbench-context.ts';
import { ArtifactFrame } from './artifact-frame.tsx';
import { artifactTitle } from './artifact-kind.ts';

/** A page that a program made, in an origin of its own: it cannot reach this page, its session or the network. */
export function ArtifactPage({ artifact }: { artifact: Artifact }) {
  const { build } = useWorkbench();
  const url = build?.artifacts.find((entry) => entry.path === artifact.path)?.url;
  return (
    <ArtifactFrame artifact={artifact} isTitled tools={url && <OpenInTab url={url} />}>
      {url ? (
        <iframe
          src={url}
          title={artifactTitle(artifact.path)}
          sandbox="allow-scripts"
          referrerPolicy="no-referrer"
          className="block h-[min(640px,75vh)] w-full bg-surface-1"
        />
      ) : (
        <Skeleton className="m-3 h-60" />
      )}
    </ArtifactFrame>
  );
}

/** The page by itself, at the size of a window; the server seals it there as the frame does here. */
function OpenInTab({ url }: { url: string }) {
  return (
    <a
      href={url}
      target="_blank"
      rel="noreferrer noopener"
      className="flex h-7 items-center gap-1.5 rounded-md px-2 text-sm text-muted hoverable"
    >
      <ExternalLink size={14} aria-hidden />
      Open in a tab
    </a>
  );
}
