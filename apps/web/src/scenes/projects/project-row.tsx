import type { Project } from '@sandsmith/contracts/domain/project';
import { Ellipsis, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { useBuilds } from '../../api/use-builds.ts';
import { useDeleteProject } from '../../api/use-projects.ts';
import { IconButton } from '../../design/button.tsx';
import { ConfirmDialog } from '../../design/confirm-dialog.tsx';
import { Menu, MenuItem } from '../../design/menu.tsx';
import { Skeleton } from '../../design/placeholder.tsx';
import { RelativeTime } from '../../design/relative-time.tsx';
import { buildLooks, StatusMark } from '../../design/status-mark.tsx';
import { RenameDialog } from './rename-dialog.tsx';

type RowDialog = 'rename' | 'delete';

export function ProjectRow({ project }: { project: Project }) {
  const [dialog, setDialog] = useState<RowDialog | null>(null);
  const remove = useDeleteProject();
  const builds = useBuilds(project.id);
  const last = builds.data?.[0];
  return (
    <li className="relative flex min-h-16 items-center gap-4 px-4 py-3 hoverable">
      <div className="min-w-0 flex-1">
        <div className="flex items-center gap-2">
          <Link
            to={`/projects/${project.id}`}
            className="truncate font-[550] after:absolute after:inset-0 after:content-['']"
          >
            {project.name}
          </Link>
          {project.isSample && (
            <span className="rounded border border-border px-1.5 text-xs text-muted">Sample</span>
          )}
        </div>
        <p className="truncate text-sm text-muted">
          {last
            ? (last.title ?? last.spec)
            : project.description || (builds.isPending ? ' ' : 'Nothing built yet')}
        </p>
      </div>
      <div className="w-40 text-sm max-sm:w-auto">
        {builds.isPending && <Skeleton className="h-4 w-24" />}
        {last && <StatusMark look={buildLooks[last.status]} hasWords />}
      </div>
      <RelativeTime time={project.updatedAt} className="w-28 text-right text-sm text-muted max-sm:hidden" />
      <div className="relative z-10">
        <ProjectMenu name={project.name} onChoose={setDialog} />
      </div>
      {dialog === 'rename' && <RenameDialog project={project} onClose={() => setDialog(null)} />}
      {dialog === 'delete' && (
        <ConfirmDialog
          isOpen
          title="Delete this project?"
          description={`All of ${project.name} goes: its data, files, builds, results and checkpoints. This cannot be undone.`}
          typed={project.name}
          action="Delete project"
          isBusy={remove.isPending}
          error={remove.error}
          onClose={() => setDialog(null)}
          onConfirm={() => remove.mutate(project.id, { onSuccess: () => setDialog(null) })}
        />
      )}
    </li>
  );
}

function ProjectMenu({ name, onChoose }: { name: string; onChoose(dialog: RowDialog): void }) {
  return (
    <Menu
      trigger={
        <IconButton label={`More for ${name}`}>
          <Ellipsis size={16} aria-hidden />
        </IconButton>
      }
    >
      <MenuItem icon={<Pencil size={15} aria-hidden />} onSelect={() => onChoose('rename')}>
        Rename
      </MenuItem>
      <MenuItem icon={<Trash2 size={15} aria-hidden />} isDanger onSelect={() => onChoose('delete')}>
        Delete
      </MenuItem>
    </Menu>
  );
}
