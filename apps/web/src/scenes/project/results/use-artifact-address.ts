import type { Artifact } from '@sandsmith/contracts/domain/artifact';
import { useBuildId, useWorkbench } from '../workbench/workbench-context.ts';

/** Where an artifact is read from; the version changes with its size and with the end of the build. */
export function useArtifactAddress({ path, bytes }: Artifact) {
  const buildId = useBuildId();
  const { feed } = useWorkbench();
  return { buildId, path, version: `${bytes}/${feed.live.status}` };
}
