import { useParams } from 'react-router';
import { isProblem } from '../../api/problem-error.ts';
import { useBuilds } from '../../api/use-builds.ts';
import { useProject } from '../../api/use-projects.ts';
import { ErrorNotice } from '../../design/notice.tsx';
import { AppHeader } from '../shell/app-header.tsx';
import { CommandPalette } from '../shell/command-palette.tsx';
import { NotFoundScene } from '../shell/not-found-scene.tsx';
import { StartScreen } from './start/start-screen.tsx';
import { BuildScreen } from './workbench/build-screen.tsx';
import { WorkbenchSkeleton } from './workbench/workbench-skeleton.tsx';

/**
 * A project: the one question where nothing was built yet, else the workbench, which `isWorkbench` asks for in any
 * case.
 */
export function ProjectScene({ isWorkbench = false }: { isWorkbench?: boolean }) {
  const { projectId = '', buildId } = useParams();
  return (
    <>
      <ProjectContent
        key={projectId}
        projectId={projectId}
        wantedBuildId={buildId}
        isWorkbench={isWorkbench}
      />
      <CommandPalette />
    </>
  );
}

interface ProjectContentProps {
  projectId: string;
  wantedBuildId: string | undefined;
  isWorkbench: boolean;
}

function ProjectContent({ projectId, wantedBuildId, isWorkbench }: ProjectContentProps) {
  const project = useProject(projectId);
  const builds = useBuilds(projectId);
  const error = project.error ?? builds.error;
  if (isProblem(error) && (error.status === 404 || error.status === 400)) {
    return (
      <Framed>
        <NotFoundScene what="project" />
      </Framed>
    );
  }
  if (error && (!project.data || !builds.data)) {
    return (
      <Framed>
        <div className="mx-auto max-w-140 p-6">
          <ErrorNotice
            error={error}
            onRetry={() => void Promise.all([project.refetch(), builds.refetch()])}
          />
        </div>
      </Framed>
    );
  }
  if (!project.data || !builds.data) return <WorkbenchSkeleton />;
  const latest = builds.data[0];
  const chosen = wantedBuildId ?? latest?.id ?? null;
  return (
    <>
      <title>{`${project.data.name} · Sandsmith`}</title>
      {chosen || isWorkbench ? (
        <BuildScreen project={project.data} builds={builds.data} buildId={chosen} />
      ) : (
        <StartScreen project={project.data} />
      )}
    </>
  );
}

function Framed({ children }: { children: React.ReactNode }) {
  return (
    <div className="flex h-full flex-col">
      <AppHeader />
      <main className="min-h-0 flex-1">{children}</main>
    </div>
  );
}
