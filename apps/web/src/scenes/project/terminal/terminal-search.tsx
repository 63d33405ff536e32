import { ChevronDown, ChevronUp, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { IconButton } from '../../../design/button.tsx';
import { classNames } from '../../../design/class-names.ts';
import { inputLook } from '../../../design/field.tsx';
import { useProjectSessionState } from '../session/project-session-context.ts';

/** Finds text in the terminal's history. Enter goes on, Shift-Enter goes back, Escape leaves. */
export function TerminalSearch({ terminalId, onClose }: { terminalId: string; onClose(): void }) {
  const { screens } = useProjectSessionState();
  const [text, setText] = useState('');
  const [isFound, setFound] = useState(true);
  useEffect(() => () => screens.get(terminalId)?.endSearch(), [screens, terminalId]);
  const find = (wanted: string, isBackward: boolean) => {
    setText(wanted);
    setFound(wanted === '' || (screens.get(terminalId)?.find(wanted, { isBackward }) ?? false));
  };
  const leave = () => {
    onClose();
    screens.get(terminalId)?.focus();
  };
  return (
    <search className="flex h-9 shrink-0 items-center gap-1 border-b border-border bg-surface-2 px-2">
      <input
        aria-label="Find in the terminal"
        // biome-ignore lint/a11y/noAutofocus: the person has just asked for it
        autoFocus
        value={text}
        onChange={(event) => find(event.target.value, true)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') leave();
          if (event.key === 'Enter') find(text, !event.shiftKey);
        }}
        className={classNames(inputLook, 'h-6 max-w-60')}
      />
      <IconButton label="Earlier" size="small" onClick={() => find(text, true)}>
        <ChevronUp size={15} aria-hidden />
      </IconButton>
      <IconButton label="Later" size="small" onClick={() => find(text, false)}>
        <ChevronDown size={15} aria-hidden />
      </IconButton>
      <span role="status" className="flex-1 truncate text-sm text-muted">
        {!isFound && 'Not found'}
      </span>
      <IconButton label="Close the search" size="small" onClick={leave}>
        <X size={14} aria-hidden />
      </IconButton>
    </search>
  );
}
