import { useEffect, useRef, useState } from 'react';
import { Button } from '../../../design/button.tsx';
import { classNames } from '../../../design/class-names.ts';
import { ErrorNotice, Notice } from '../../../design/notice.tsx';
import { noChoice, type PreviewChoice, usePreview } from '../../../state/preview-store.ts';
import { useProjectSessionState } from '../session/project-session-context.ts';
import { SessionGate } from '../session/session-gate.tsx';
import { useWorkbench } from '../workbench/workbench-context.ts';
import { frameSandbox } from './preview-address.ts';
import { PreviewBar } from './preview-bar.tsx';
import { PreviewEmpty } from './preview-empty.tsx';
import { usePreviewFrame } from './use-preview-frame.ts';
import { useServeCommand } from './use-serve-command.ts';

/** What a program of the session serves, in a frame of its own origin. */
export function PreviewPane() {
  const { project } = useWorkbench();
  const { session, openTerminal } = useProjectSessionState();
  const choice = usePreview((state) => state.projects[project.id]) ?? noChoice;
  const serve = useServeCommand();
  if (session?.status !== 'ready')
    return (
      <SessionGate
        title="Nothing to preview yet"
        action={serve ? serve.label : 'Start a session'}
        onStart={(options) => {
          // Where the button says "Start again", or another language was chosen, nobody has asked for this command.
          const serves = serve && !session && !options.language;
          openTerminal({ isNew: true, session: options, ...(serves ? { command: serve.command } : {}) });
        }}
      >
        A server that runs in the project's session is shown here, whatever port it listens on.
      </SessionGate>
    );
  const ports = session.ports.map(({ port }) => port);
  const port = choice.port ?? ports.at(-1);
  if (port === undefined) return <PreviewEmpty />;
  return <PreviewOfPort key={session.id} sessionId={session.id} ports={ports} port={port} choice={choice} />;
}

interface PreviewOfPortProps {
  sessionId: string;
  ports: readonly number[];
  port: number;
  choice: PreviewChoice;
}

function PreviewOfPort({ sessionId, ports, port, choice }: PreviewOfPortProps) {
  const { project } = useWorkbench();
  const { show, width } = usePreview();
  const [usesPathForm, setUsesPathForm] = useState(false);
  const { path, load } = choice;
  const frame = usePreviewFrame({ sessionId, port, path, load, usesPathForm });
  const isListening = ports.includes(port);
  const newest = ports.at(-1);
  useReloadOnReturn(isListening, () => show(project.id, { port, path }));
  return (
    <section aria-label="Preview" className="flex h-full min-h-0 flex-col">
      <PreviewBar
        ports={ports}
        port={port}
        path={path}
        isBusy={frame.isFetching}
        usesPathForm={usesPathForm}
        onUsePathForm={setUsesPathForm}
        onOpenOutside={() => void frame.openOutside()}
      />
      {frame.error != null && <ErrorNotice error={frame.error} onRetry={frame.retry} className="m-2" />}
      {!isListening && frame.error == null && (
        <Notice
          kind="warning"
          title={`Nothing listens on port ${port} any more`}
          className="m-2"
          action={
            newest !== undefined && (
              <Button size="small" onClick={() => show(project.id, { port: newest, path: '/' })}>
                Show port {newest}
              </Button>
            )
          }
        >
          Start the server again: the page is loaded by itself as soon as it listens.
        </Notice>
      )}
      <div className={classNames('min-h-0 flex-1', width !== 'fit' && 'flex overflow-x-auto bg-surface-3')}>
        {frame.shown && (
          <iframe
            key={frame.shown.key}
            src={frame.shown.url}
            title={`Preview of port ${port}`}
            sandbox={frameSandbox(frame.shown.form)}
            allow="clipboard-write; fullscreen"
            className={classNames(
              'h-full border-0 bg-paper',
              width === 'fit' ? 'w-full' : 'mx-auto shrink-0',
            )}
            style={width === 'fit' ? undefined : { width }}
          />
        )}
      </div>
    </section>
  );
}

/** A server that was started again is worth looking at anew. */
function useReloadOnReturn(isListening: boolean, reload: () => void): void {
  const was = useRef(isListening);
  const latest = useRef(reload);
  latest.current = reload;
  useEffect(() => {
    const isBack = isListening && !was.current;
    was.current = isListening;
    if (isBack) latest.current();
  }, [isListening]);
}
