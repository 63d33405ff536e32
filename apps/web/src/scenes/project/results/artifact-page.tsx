import type { Artifact } from '@sandsmith/contracts/domain/artifact';
import { Skeleton } from '../../../design/placeholder.tsx';
import { useWorkbench } from '../workbench/workbench-context.ts';
import { ArtifactFrame } from './artifact-frame.tsx';
import { artifactTitle } from './artifact-kind.ts';

/** A page that a program made, in an origin of its own: it cannot reach this page, its session or the network. */
export function ArtifactPage({ artifact }: { artifact: Artifact }) {
  const { build } = useWorkbench();
  const url = build?.artifacts.find((entry) => entry.path === artifact.path)?.url;
  return (
    <ArtifactFrame artifact={artifact}>
      {url ? (
        <iframe
          src={url}
          title={artifactTitle(artifact.path)}
          sandbox="allow-scripts"
          referrerPolicy="no-referrer"
          className="block h-[520px] w-full bg-paper"
        />
      ) : (
        <Skeleton className="m-3 h-60" />
      )}
    </ArtifactFrame>
  );
}
