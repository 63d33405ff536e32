import { Radio, X } from 'lucide-react';
import { IconButton } from '../../../design/button.tsx';
import { useShowPreview } from '../preview/use-show-preview.ts';
import { useProjectSessionState } from './project-session-context.ts';

/** Says that something has begun to listen, until it is looked at or put away. */
export function PortHint() {
  const { unseenPorts, dismissPorts } = useProjectSessionState();
  const showPreview = useShowPreview();
  const port = unseenPorts.at(-1);
  return (
    <div role="status" className="flex shrink-0 items-center">
      {port !== undefined && (
        <>
          <button
            type="button"
            onClick={() => showPreview({ port, path: '/' })}
            className="flex h-5 items-center gap-1.5 rounded px-1 text-text hoverable"
          >
            <Radio size={13} aria-hidden className="shrink-0 text-success" />
            <span>
              Port {port}
              <span className="max-sm:sr-only"> is listening</span>:{' '}
              <span className="text-accent-text underline">open preview</span>
            </span>
          </button>
          <IconButton label="Put away" size="tiny" onClick={dismissPorts}>
            <X size={12} aria-hidden />
          </IconButton>
        </>
      )}
    </div>
  );
}
