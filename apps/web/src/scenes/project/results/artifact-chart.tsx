import type { Artifact } from '@sandsmith/contracts/domain/artifact';
import { useArtifactUrl } from '../../../api/use-artifact.ts';
import { ErrorNotice } from '../../../design/notice.tsx';
import { Skeleton } from '../../../design/placeholder.tsx';
import { ArtifactFrame } from './artifact-frame.tsx';
import { artifactTitle } from './artifact-kind.ts';
import { useArtifactAddress } from './use-artifact-address.ts';

/** A chart on paper: programs draw for white ground, in either theme. */
export function ArtifactChart({ artifact }: { artifact: Artifact }) {
  const { url, error, retry } = useArtifactUrl(useArtifactAddress(artifact));
  return (
    <ArtifactFrame artifact={artifact} isTitled>
      {error && <ErrorNotice error={error} onRetry={() => void retry()} className="m-3" />}
      {!error && (
        <div className="flex min-h-60 items-center justify-center bg-paper p-3">
          {url ? (
            <img
              src={url}
              alt={`Chart: ${artifactTitle(artifact.path)}`}
              className="block max-h-[560px] max-w-full"
            />
          ) : (
            <Skeleton className="h-60 w-full opacity-20" />
          )}
        </div>
      )}
    </ArtifactFrame>
  );
}
