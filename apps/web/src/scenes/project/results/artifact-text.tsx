import type { Artifact } from '@sandsmith/contracts/domain/artifact';
import { useArtifactText } from '../../../api/use-artifact.ts';
import { CopyButton } from '../../../design/copy-button.tsx';
import { ErrorNotice } from '../../../design/notice.tsx';
import { Skeleton } from '../../../design/placeholder.tsx';
import { ScrollRegion } from '../../../design/scroll-region.tsx';
import { ArtifactFrame } from './artifact-frame.tsx';
import { useArtifactAddress } from './use-artifact-address.ts';

const shownCharacters = 200_000;

/** A text as its program wrote it: tables of a command line keep their columns. */
export function ArtifactText({ artifact }: { artifact: Artifact }) {
  const { text, error, retry } = useArtifactText(useArtifactAddress(artifact));
  return (
    <ArtifactFrame
      artifact={artifact}
      isTitled
      tools={text !== undefined && <CopyButton label={`Copy ${artifact.path}`} text={text} />}
    >
      {error && <ErrorNotice error={error} onRetry={() => void retry()} className="m-3" />}
      {!error && text === undefined && <Skeleton className="m-3 h-24" />}
      {text !== undefined && <TextBlock path={artifact.path} text={text} />}
    </ArtifactFrame>
  );
}

/** Text in a part that scrolls by itself. */
export function TextBlock({ path, text }: { path: string; text: string }) {
  return (
    <ScrollRegion label={`Content of ${path}`} className="max-h-80 border-t border-border bg-surface-1 p-3">
      <pre>{text.slice(0, shownCharacters)}</pre>
    </ScrollRegion>
  );
}
