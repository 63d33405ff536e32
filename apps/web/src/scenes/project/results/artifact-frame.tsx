import type { Artifact } from '@sandsmith/contracts/domain/artifact';
import { Download } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from '../../../design/button.tsx';
import { classNames } from '../../../design/class-names.ts';
import { artifactTitle } from './artifact-kind.ts';
import { useDownload } from './use-download.ts';

interface ArtifactFrameProps {
  artifact: Artifact;
  tools?: ReactNode;
  /** What is shown says by itself what it is: the caption is the file's name, and quiet. */
  isTitled?: boolean;
  children: ReactNode;
}

/** A result with its name, its tools and its download. */
export function ArtifactFrame({ artifact, tools, isTitled, children }: ArtifactFrameProps) {
  const download = useDownload(artifact);
  const title = artifactTitle(artifact.path);
  return (
    <figure aria-label={title} className="overflow-hidden rounded-md border border-border bg-surface-2">
      <figcaption className="flex min-h-9 flex-wrap items-center justify-between gap-x-3 py-1 pl-3 pr-1">
        <span
          className={classNames('min-w-0 truncate', isTitled ? 'text-sm text-muted' : 'font-[550]')}
          title={artifact.path}
        >
          {isTitled ? artifact.path : title}
        </span>
        <span className="flex items-center gap-1">
          {tools}
          <IconButton label={`Download ${artifact.path}`} onClick={download}>
            <Download size={15} aria-hidden />
          </IconButton>
        </span>
      </figcaption>
      {children}
    </figure>
  );
}
