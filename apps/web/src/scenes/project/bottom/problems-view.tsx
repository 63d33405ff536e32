import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react';
import { formatCount } from '../../../design/format.ts';
import { Empty } from '../../../design/placeholder.tsx';
import type { ProblemEntry } from './use-problems.ts';

export function ProblemsView({ problems }: { problems: readonly ProblemEntry[] }) {
  if (problems.length === 0)
    return (
      <Empty icon={<CircleCheck size={22} aria-hidden />} title="No problems">
        Lines of the data that could not be read, and steps that did not pass, are listed here.
      </Empty>
    );
  return (
    <ul className="h-full overflow-auto py-1">
      {problems.map((problem) => (
        <li key={problem.key} className="flex items-start gap-2.5 px-3 py-1 hoverable">
          {problem.isSevere ? (
            <CircleAlert size={15} aria-hidden className="mt-0.5 shrink-0 text-danger" />
          ) : (
            <TriangleAlert size={15} aria-hidden className="mt-0.5 shrink-0 text-warning" />
          )}
          <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">{problem.message}</span>
          <span className="max-w-[40%] shrink-0 truncate text-sm tabular text-muted">
            {problem.source}
            {problem.line !== undefined && `, line ${formatCount(problem.line)}`}
          </span>
        </li>
      ))}
    </ul>
  );
}
