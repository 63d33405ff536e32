import type { HealthCheck } from '@sandsmith/contracts/domain/health';
import { TriangleAlert } from 'lucide-react';
import { Link } from 'react-router';
import { useHealth } from '../../api/use-system.ts';
import { CopyButton } from '../../design/copy-button.tsx';

/** Without the engine nothing runs, and nothing without any image; one language's missing image is no reason to shout. */
function runningFault(checks: readonly HealthCheck[]): HealthCheck | undefined {
  const images = checks.filter((check) => check.id.startsWith('sandbox.image.'));
  const engine = checks.filter((check) => /^(sandbox|docker)/.test(check.id) && !images.includes(check));
  const isWithoutImages = images.length > 0 && images.every((check) => check.status === 'fail');
  return engine.find((check) => check.status === 'fail') ?? (isWithoutImages ? images[0] : undefined);
}

/** Says so when programs cannot be run, why, and what to do; takes no space otherwise. */
export function RunningBanner() {
  const { data } = useHealth();
  const fault = data && runningFault(data.checks);
  if (!fault) return null;
  return (
    <div
      role="status"
      className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b border-warning bg-surface-2 px-3 py-1.5"
    >
      <TriangleAlert size={15} aria-hidden className="shrink-0 text-warning" />
      <span className="font-[550]">Programs cannot run now</span>
      <span className="min-w-40 text-muted [overflow-wrap:anywhere]">{fault.detail}</span>
      {fault.remedy && (
        <span className="flex min-w-0 items-center gap-1">
          <code className="rounded bg-surface-3 px-1.5 [overflow-wrap:anywhere]">{fault.remedy}</code>
          <CopyButton label="Copy the remedy" text={fault.remedy} />
        </span>
      )}
      <Link to="/health" className="ml-auto text-sm text-accent-text underline">
        Show all checks
      </Link>
    </div>
  );
}
