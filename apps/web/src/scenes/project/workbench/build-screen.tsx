import type { BuildSummary } from '@sandsmith/contracts/domain/build';
import type { Project } from '@sandsmith/contracts/domain/project';
import { useMemo } from 'react';
import { isProblem } from '../../../api/problem-error.ts';
import { useBuild } from '../../../api/use-builds.ts';
import { useDocumentFeed, useDocuments } from '../../../api/use-documents.ts';
import { useUploads } from '../../../api/use-uploads.ts';
import { useBuildLive } from '../../../realtime/use-build-live.ts';
import { useWide } from '../../../state/use-wide.ts';
import { AppHeader } from '../../shell/app-header.tsx';
import { NotFoundScene } from '../../shell/not-found-scene.tsx';
import { RunningBanner } from '../../shell/running-banner.tsx';
import { ProjectCrumb } from '../project-crumb.tsx';
import { ProjectSessionProvider } from '../session/project-session-provider.tsx';
import { useAskedTerminal } from '../session/use-asked-terminal.ts';
import { useTerminalKeys } from '../session/use-terminal-keys.ts';
import { ModelSelect } from '../start/model-select.tsx';
import { ReaderLayout } from './reader-layout.tsx';
import { StatusBar } from './status-bar.tsx';
import { useBuildEffects } from './use-build-effects.ts';
import { useWorkbenchCommands } from './use-workbench-commands.ts';
import { useWorkbench, type Workbench, WorkbenchContext } from './workbench-context.ts';
import { WorkbenchLayout } from './workbench-layout.tsx';

interface BuildScreenProps {
  project: Project;
  builds: readonly BuildSummary[];
  /** Null where nothing is built yet. */
  buildId: string | null;
}

/** Gathers what the panes need and chooses their arrangement by the room there is. */
export function BuildScreen({ project, builds, buildId }: BuildScreenProps) {
  const build = useBuild(buildId);
  const feed = useBuildLive(buildId);
  const documents = useDocuments(project.id);
  const documentProgress = useDocumentFeed(project.id);
  const uploads = useUploads(project.id);
  const workbench = useMemo<Workbench>(
    () => ({
      project,
      builds,
      buildId,
      build: build.data,
      feed,
      documents: documents.data ?? [],
      documentProgress,
      uploads,
    }),
    [project, builds, buildId, build.data, feed, documents.data, documentProgress, uploads],
  );
  if (isProblem(build.error) && (build.error.status === 404 || build.error.status === 400)) {
    return (
      <div className="flex h-full flex-col">
        <AppHeader crumb={<ProjectCrumb project={project} />} />
        <main className="min-h-0 flex-1">
          <NotFoundScene what="build" />
        </main>
      </div>
    );
  }
  return (
    <WorkbenchContext value={workbench}>
      <ProjectSessionProvider projectId={project.id}>
        <BuildWorkbench />
      </ProjectSessionProvider>
    </WorkbenchContext>
  );
}

function BuildWorkbench() {
  const isWide = useWide();
  useBuildEffects();
  useWorkbenchCommands();
  useTerminalKeys();
  useAskedTerminal();
  return isWide ? (
    <WorkbenchLayout header={<WorkbenchHeader />} footer={<StatusBar />} />
  ) : (
    <ReaderLayout header={<WorkbenchHeader />} footer={<StatusBar />} />
  );
}

function WorkbenchHeader() {
  const { project } = useWorkbench();
  return (
    <>
      <AppHeader crumb={<ProjectCrumb project={project} />} tools={<ModelSelect isShort />} />
      <RunningBanner />
    </>
  );
}
