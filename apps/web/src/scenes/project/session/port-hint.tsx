import { Radio, X } from 'lucide-react';
import { IconButton } from '../../../design/button.tsx';
import { useLayout } from '../../../state/layout-store.ts';
import { usePreview } from '../../../state/preview-store.ts';
import { useWorkbench } from '../workbench/workbench-context.ts';
import { useProjectSessionState } from './project-session-context.ts';

/** Says that something has begun to listen, until it is looked at or put away. */
export function PortHint() {
  const { project } = useWorkbench();
  const { unseenPorts, dismissPorts } = useProjectSessionState();
  const showBottom = useLayout((state) => state.showBottom);
  const show = usePreview((state) => state.show);
  const port = unseenPorts.at(-1);
  const open = (found: number) => {
    show(project.id, { port: found, path: '/' });
    showBottom('preview');
  };
  return (
    <div role="status" className="flex min-w-0 items-center">
      {port !== undefined && (
        <>
          <button
            type="button"
            onClick={() => open(port)}
            className="flex h-6 min-w-0 items-center gap-1.5 rounded-md px-2 text-sm hoverable"
          >
            <Radio size={14} aria-hidden className="shrink-0 text-success" />
            <span className="truncate">
              Port {port} is listening: <span className="text-accent-text underline">open preview</span>
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
