import { Link } from 'react-router';
import { useHealth } from '../../api/use-system.ts';
import { CopyButton } from '../../design/copy-button.tsx';
import { Notice } from '../../design/notice.tsx';

const runningChecks = ['docker', 'images', 'sandbox'];

/** Says so when programs cannot be run, why, and what to do; takes no space otherwise. */
export function RunningBanner() {
  const { data } = useHealth();
  const fault = data?.checks.find(
    (check) => check.status === 'fail' && runningChecks.some((name) => check.id.startsWith(name)),
  );
  if (!fault) return null;
  return (
    <div className="shrink-0 border-b border-border bg-surface-2 p-2">
      <Notice
        kind="warning"
        title={`Programs cannot run now: ${fault.title.toLowerCase()}`}
        action={
          <div className="flex items-center gap-2">
            {fault.remedy && <CopyButton label="Copy the remedy" text={fault.remedy} />}
            <Link to="/health" className="text-sm text-accent-text underline">
              Health
            </Link>
          </div>
        }
      >
        {fault.detail} {fault.remedy && <code>{fault.remedy}</code>}
      </Notice>
    </div>
  );
}
