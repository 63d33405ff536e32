import type { BuildSummary } from '@sandsmith/contracts/domain/build';
import type { DocumentSummary } from '@sandsmith/contracts/domain/document';
import type { Project } from '@sandsmith/contracts/domain/project';
import { createContext, useContext } from 'react';
import type { LinkedBuild } from '../../../api/use-builds.ts';
import type { Uploads } from '../../../api/use-uploads.ts';
import type { BuildFeed } from '../../../realtime/use-build-live.ts';

/** What every pane of the workbench looks at. */
export interface Workbench {
  project: Project;
  builds: readonly BuildSummary[];
  /** Null where nothing is built yet. */
  buildId: string | null;
  /** The stored build; undefined until it is read, and where there is none. */
  build: LinkedBuild | undefined;
  feed: BuildFeed;
  documents: readonly DocumentSummary[];
  documentProgress: Readonly<Record<string, number>>;
  uploads: Uploads;
}

export const WorkbenchContext = createContext<Workbench | null>(null);

/** The project and build on the screen; only below the project scene. */
export function useWorkbench(): Workbench {
  const workbench = useContext(WorkbenchContext);
  if (!workbench) throw new Error('useWorkbench is called outside of the project scene');
  return workbench;
}

/** The build on the screen; only in what a build made. */
export function useBuildId(): string {
  const { buildId } = useWorkbench();
  if (buildId === null) throw new Error('useBuildId is called where nothing is built yet');
  return buildId;
}
