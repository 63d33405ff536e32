import { Box, MonitorPlay, Square, SquareTerminal } from 'lucide-react';
import { useLanguages } from '../../../api/use-system.ts';
import { Menu, MenuHeading, MenuItem, MenuLine } from '../../../design/menu.tsx';
import { useShowPreview } from '../preview/use-show-preview.ts';
import { useProjectSessionState } from './project-session-context.ts';
import { sessionWords } from './session-words.ts';
import { useShowTerminal } from './use-show-terminal.ts';

/** The session in the status bar: what it is sealed from, and what can be done with it. Nothing where there is none. */
export function SessionNote() {
  const { session, isStarting, askToEnd } = useProjectSessionState();
  const languages = useLanguages().data;
  const showTerminal = useShowTerminal();
  const showPreview = useShowPreview();
  if (isStarting && session?.status !== 'ready')
    return <span className="shrink-0 max-sm:hidden">Session starting</span>;
  if (session?.status !== 'ready') return null;
  const words = sessionWords(session, languages);
  return (
    <Menu
      trigger={
        <button
          type="button"
          className="flex h-5 shrink-0 items-center gap-1.5 rounded px-1 hoverable hover:text-text"
        >
          <Box size={13} aria-hidden className="text-success" />
          <span className="sr-only">Session: </span>
          <span className="max-lg:sr-only">{words}</span>
          {session.ports.length > 0 && (
            <span className="tabular max-sm:hidden">:{session.ports.map(({ port }) => port).join(' :')}</span>
          )}
        </button>
      }
    >
      <MenuHeading>Session: {words}</MenuHeading>
      <MenuItem icon={<SquareTerminal size={15} aria-hidden />} onSelect={showTerminal}>
        Go to the terminal
      </MenuItem>
      {session.ports.map(({ port }) => (
        <MenuItem
          key={port}
          icon={<MonitorPlay size={15} aria-hidden />}
          onSelect={() => showPreview({ port, path: '/' })}
        >
          Preview port {port}
        </MenuItem>
      ))}
      <MenuLine />
      <MenuItem isDanger icon={<Square size={15} aria-hidden />} onSelect={askToEnd}>
        End the session
      </MenuItem>
    </Menu>
  );
}
