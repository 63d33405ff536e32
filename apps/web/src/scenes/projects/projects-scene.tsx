import { FolderPlus, Plus } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useProjects } from '../../api/use-projects.ts';
import { Button } from '../../design/button.tsx';
import { ErrorNotice } from '../../design/notice.tsx';
import { Empty, Skeleton } from '../../design/placeholder.tsx';
import { useCommands } from '../../state/commands-store.ts';
import { NewProjectDialog } from './new-project-dialog.tsx';
import { ProjectRow } from './project-row.tsx';

/** All projects, the one last touched first. */
export function ProjectsScene() {
  const projects = useProjects();
  const [isCreating, setCreating] = useState(false);
  const commands = useMemo(
    () => [{ id: 'new-project', group: 'Projects', title: 'New project', run: () => setCreating(true) }],
    [],
  );
  useCommands('projects', commands);
  const sorted = useMemo(
    () => [...(projects.data ?? [])].sort((a, b) => b.updatedAt.localeCompare(a.updatedAt)),
    [projects.data],
  );
  return (
    <div className="mx-auto flex w-full max-w-[880px] flex-col gap-4 p-6 max-sm:p-4">
      <title>Projects · Sandsmith</title>
      <div className="flex items-center justify-between gap-4">
        <h1 className="text-xl">Projects</h1>
        <Button look="primary" icon={<Plus size={15} aria-hidden />} onClick={() => setCreating(true)}>
          New project
        </Button>
      </div>
      {projects.isError && <ErrorNotice error={projects.error} onRetry={() => void projects.refetch()} />}
      {projects.isPending && <ProjectSkeletons />}
      {projects.data && sorted.length === 0 && (
        <div className="rounded-md border border-border py-10">
          <Empty icon={<FolderPlus size={24} aria-hidden />} title="No projects yet">
            A project holds your data, the programs made from it, and their results.
          </Empty>
        </div>
      )}
      {sorted.length > 0 && (
        <ul className="divide-y divide-border overflow-hidden rounded-md border border-border bg-surface-2">
          {sorted.map((project) => (
            <ProjectRow key={project.id} project={project} />
          ))}
        </ul>
      )}
      <NewProjectDialog isOpen={isCreating} onClose={() => setCreating(false)} />
    </div>
  );
}

function ProjectSkeletons() {
  return (
    <div className="divide-y divide-border rounded-md border border-border bg-surface-2" aria-hidden>
      {[40, 28, 34].map((width) => (
        <div key={width} className="flex h-16 items-center justify-between px-4">
          <div className="w-full">
            <div style={{ width: `${width}%` }}>
              <Skeleton />
            </div>
            <Skeleton className="mt-2 h-3 w-24" />
          </div>
          <Skeleton className="h-4 w-24" />
        </div>
      ))}
    </div>
  );
}
