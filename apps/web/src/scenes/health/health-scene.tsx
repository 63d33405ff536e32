import type { HealthCheck } from '@sandsmith/contracts/domain/health';
import { CircleAlert, CircleCheck, RefreshCw, TriangleAlert } from 'lucide-react';
import { useHealth } from '../../api/use-system.ts';
import { Button } from '../../design/button.tsx';
import { CopyButton } from '../../design/copy-button.tsx';
import { ErrorNotice } from '../../design/notice.tsx';
import { Skeleton } from '../../design/placeholder.tsx';
import { RelativeTime } from '../../design/relative-time.tsx';
import { StatusMark } from '../../design/status-mark.tsx';
import { LanguagesSection } from './languages-section.tsx';

const looks = {
  pass: { icon: CircleCheck, tone: 'text-success', words: 'Works' },
  warn: { icon: TriangleAlert, tone: 'text-warning', words: 'Needs attention' },
  fail: { icon: CircleAlert, tone: 'text-danger', words: 'Does not work' },
};

const titles = {
  pass: 'Everything works',
  warn: 'Something needs attention',
  fail: 'Something does not work',
};

/** What `npm run doctor` finds, with the remedy for each fault. */
export function HealthScene() {
  const { data, isPending, isError, error, isFetching, refetch } = useHealth();
  return (
    <div className="mx-auto flex w-full max-w-[760px] flex-col gap-4 p-6 max-sm:p-4">
      <title>Health · Sandsmith</title>
      <div className="flex items-start justify-between gap-4">
        <div>
          <h1 className="text-xl">Health</h1>
          <p className="text-muted">
            {data ? (
              <>
                {titles[data.status]}. Version {data.version}, checked <RelativeTime time={data.checkedAt} />.
              </>
            ) : (
              'Checking the parts of this installation.'
            )}
          </p>
        </div>
        <Button
          icon={<RefreshCw size={14} aria-hidden />}
          isBusy={isFetching && !isPending}
          onClick={() => void refetch()}
        >
          Check again
        </Button>
      </div>
      {isError && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {isPending && (
        <div className="flex flex-col gap-2">
          {[1, 2, 3, 4, 5, 6].map((number) => (
            <Skeleton key={number} className="h-13 rounded-md" />
          ))}
        </div>
      )}
      {data && (
        <ul className="divide-y divide-border rounded-md border border-border bg-surface-2">
          {[...data.checks].sort(bySeverity).map((check) => (
            <CheckRow key={check.id} check={check} />
          ))}
        </ul>
      )}
      <LanguagesSection />
    </div>
  );
}

const severity = { fail: 0, warn: 1, pass: 2 };

function bySeverity(a: HealthCheck, b: HealthCheck): number {
  return severity[a.status] - severity[b.status];
}

function CheckRow({ check }: { check: HealthCheck }) {
  return (
    <li className="flex items-start gap-3 px-4 py-2">
      <span className="mt-0.5">
        <StatusMark look={looks[check.status]} />
      </span>
      <div className="min-w-0 flex-1 [overflow-wrap:anywhere]">
        <div className="flex flex-wrap gap-x-4">
          <h2 className="w-44 text-base">{check.title}</h2>
          <p className="min-w-60 flex-1 text-muted">{check.detail}</p>
        </div>
        {check.remedy && check.status !== 'pass' && (
          <div className="mt-2 flex items-start justify-between gap-2 rounded-md border border-border bg-surface-1 py-1 pl-3 pr-1">
            <code className="whitespace-pre-wrap py-1">{check.remedy}</code>
            <CopyButton label="Copy the remedy" text={check.remedy} />
          </div>
        )}
      </div>
    </li>
  );
}
