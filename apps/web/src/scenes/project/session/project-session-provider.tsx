import { type ReactNode, useCallback, useMemo, useState } from 'react';
import { toast } from 'sonner';
import { errorWords } from '../../../api/problem-error.ts';
import { useProjectSession, useSessionActions } from '../../../api/use-project-sessions.ts';
import { useEditor } from '../../../state/editor-store.ts';
import { EndSessionDialog } from './end-session-dialog.tsx';
import { type ProjectSession, ProjectSessionContext } from './project-session-context.ts';
import { usePorts } from './use-ports.ts';
import { useTerminals } from './use-terminals.ts';

/** Holds the project's session for the panes, the status bar and the palette. It starts nothing by itself. */
export function ProjectSessionProvider({ projectId, children }: { projectId: string; children: ReactNode }) {
  const takeRemoved = useEditor((state) => state.takeRemoved);
  const onRemoved = useCallback(
    (paths: readonly string[]) => takeRemoved(projectId, paths),
    [takeRemoved, projectId],
  );
  const query = useProjectSession(projectId, onRemoved);
  const { start, end } = useSessionActions(projectId);
  const session = query.data;
  const terminals = useTerminals({ session, isStarting: start.isPending, start: start.mutateAsync });
  const ports = usePorts(session);
  const { refetch } = query;
  const [isAsking, setAsking] = useState(false);

  const value = useMemo<ProjectSession>(
    () => ({
      session,
      readError: session === undefined ? query.error : null,
      reread: () => void refetch(),
      isStarting: start.isPending || session?.status === 'starting',
      startError: start.error,
      askToEnd: () => setAsking(true),
      terminals: terminals.tabs,
      activeTerminalId: terminals.activeId,
      showTerminal: terminals.show,
      openTerminal: terminals.open,
      closeTerminal: terminals.close,
      terminalError: terminals.error,
      screens: terminals.screens,
      unseenPorts: ports.unseen,
      dismissPorts: ports.dismiss,
    }),
    [session, query.error, refetch, start.isPending, start.error, terminals, ports],
  );
  const endNow = () => {
    if (!session) return;
    end.mutate(session.id, {
      onError: (error) => {
        const { title, detail } = errorWords(error);
        toast.error(title, { description: detail });
      },
    });
  };
  return (
    <ProjectSessionContext value={value}>
      {children}
      {isAsking && <EndSessionDialog onEnd={endNow} onClose={() => setAsking(false)} />}
    </ProjectSessionContext>
  );
}
