import { Skeleton } from '../../../design/placeholder.tsx';
import { AppHeader } from '../../shell/app-header.tsx';

/** The frame of the workbench while the project is read. */
export function WorkbenchSkeleton() {
  return (
    <div className="flex h-full flex-col">
      <AppHeader crumb={<Skeleton className="h-4 w-32" />} />
      <main className="flex min-h-0 flex-1" aria-busy="true">
        <p className="sr-only" role="status">
          Loading the project
        </p>
        <div className="w-11 border-r border-border bg-surface-2" />
        <div className="flex w-60 flex-col gap-3 border-r border-border bg-surface-2 p-3 max-lg:hidden">
          {[60, 80, 45, 70].map((width) => (
            <div key={width} style={{ width: `${width}%` }}>
              <Skeleton />
            </div>
          ))}
        </div>
        <div className="flex-1" />
        <div className="flex w-85 flex-col gap-3 border-l border-border bg-surface-2 p-3 max-lg:hidden">
          {[1, 2, 3, 4].map((number) => (
            <Skeleton key={number} className="h-14" />
          ))}
        </div>
      </main>
    </div>
  );
}
