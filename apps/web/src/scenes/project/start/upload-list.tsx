import { X } from 'lucide-react';
import type { Uploads } from '../../../api/use-uploads.ts';
import { IconButton } from '../../../design/button.tsx';
import { formatBytes, formatShare } from '../../../design/format.ts';

/** What is on its way up, each with its progress or its error. */
export function UploadList({ uploads: { uploads, dismiss } }: { uploads: Uploads }) {
  if (uploads.length === 0) return null;
  return (
    <ul aria-label="Uploads" className="flex flex-col gap-1">
      {uploads.map(({ key, name, bytes, sentBytes, error }) => {
        const share = bytes > 0 ? sentBytes / bytes : 0;
        return (
          <li key={key} className="flex items-start gap-2 rounded-md border border-border px-2.5 py-1.5">
            <div className="min-w-0 flex-1">
              <div className="flex justify-between gap-3">
                <span className="truncate">{name}</span>
                {!error && (
                  <span className="shrink-0 text-sm tabular text-muted">
                    {share >= 1 ? 'Storing' : `${formatShare(share)} of ${formatBytes(bytes)}`}
                  </span>
                )}
              </div>
              {error ? (
                <p role="alert" className="text-sm text-danger [overflow-wrap:anywhere]">
                  {error}
                </p>
              ) : (
                <progress
                  value={sentBytes}
                  max={Math.max(1, bytes)}
                  aria-label={`Upload of ${name}`}
                  className="mt-1 block h-1 w-full overflow-hidden rounded-full [&::-webkit-progress-bar]:bg-surface-3 [&::-webkit-progress-value]:bg-accent"
                />
              )}
            </div>
            <IconButton
              label={error ? `Dismiss ${name}` : `Cancel ${name}`}
              size="tiny"
              onClick={() => dismiss(key)}
            >
              <X size={13} aria-hidden />
            </IconButton>
          </li>
        );
      })}
    </ul>
  );
}
