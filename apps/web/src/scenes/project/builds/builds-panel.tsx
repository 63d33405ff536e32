import { Link } from 'react-router';
import { classNames } from '../../../design/class-names.ts';
import { RelativeTime } from '../../../design/relative-time.tsx';
import { buildLooks, StatusMark } from '../../../design/status-mark.tsx';
import { PanelHeading } from '../workbench/panel-heading.tsx';
import { useWorkbench } from '../workbench/workbench-context.ts';

/** Every build of the project, the newest first. */
export function BuildsPanel() {
  const { project, builds, buildId } = useWorkbench();
  return (
    <>
      <PanelHeading title="Builds" />
      {builds.length === 0 && (
        <p className="px-3 py-1 text-muted">
          No builds yet. The first begins when you say what it should do.
        </p>
      )}
      <ul className="min-h-0 flex-1 overflow-auto">
        {builds.map((build) => (
          <li key={build.id}>
            <Link
              to={`/projects/${project.id}/builds/${build.id}`}
              aria-current={build.id === buildId ? 'page' : undefined}
              className={classNames(
                'flex gap-2 px-3 py-2 hoverable focus-visible:-outline-offset-2',
                build.id === buildId && 'bg-surface-3',
              )}
            >
              <span className="mt-0.5">
                <StatusMark look={buildLooks[build.status]} />
              </span>
              <span className="min-w-0">
                <span className="line-clamp-2">{build.title ?? build.spec}</span>
                <span className="block text-sm text-muted">
                  {buildLooks[build.status].words}, <RelativeTime time={build.createdAt} />
                </span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}
