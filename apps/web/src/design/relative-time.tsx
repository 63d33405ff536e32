import { formatExact, formatRelative } from './format.ts';
import { useNow } from './use-now.ts';

/** `5 minutes ago`, with the exact time on hover. */
export function RelativeTime({ time, className }: { time: string; className?: string }) {
  const now = useNow(30_000);
  return (
    <time dateTime={time} title={formatExact(time)} className={className}>
      {formatRelative(time, now)}
    </time>
  );
}
