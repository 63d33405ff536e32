import { MonitorPlay } from 'lucide-react';
import { Button } from '../../../design/button.tsx';
import { Empty } from '../../../design/placeholder.tsx';
import { useProjectSessionState } from '../session/project-session-context.ts';
import { useShowTerminal } from '../session/use-show-terminal.ts';
import { useServeCommand } from './use-serve-command.ts';

/** The session is there and nothing listens: how to get something to look at. */
export function PreviewEmpty() {
  const { openTerminal } = useProjectSessionState();
  const showTerminal = useShowTerminal();
  const serve = useServeCommand();
  return (
    <Empty
      icon={<MonitorPlay size={22} aria-hidden />}
      title="Nothing listens on a port yet"
      action={
        <div className="flex flex-wrap justify-center gap-2">
          {serve && (
            <Button onClick={() => openTerminal({ isNew: true, command: serve.command })}>
              {serve.label}
            </Button>
          )}
          <Button onClick={showTerminal}>Go to the terminal</Button>
        </div>
      }
    >
      Start a server in the terminal, on any port. It is found by itself and shown here.
      {serve && (
        <>
          {' '}
          The button runs <code className="rounded bg-surface-3 px-1">{serve.command}</code>.
        </>
      )}
    </Empty>
  );
}
