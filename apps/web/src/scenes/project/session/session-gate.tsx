import type { NetworkMode } from '@sandsmith/contracts/domain/run';
import type { CreateSession } from '@sandsmith/contracts/http/sessions';
import { LoaderCircle, SquareTerminal } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useLanguages } from '../../../api/use-system.ts';
import { Button } from '../../../design/button.tsx';
import { formatElapsed } from '../../../design/format.ts';
import { ErrorNotice } from '../../../design/notice.tsx';
import { Empty, Skeleton } from '../../../design/placeholder.tsx';
import { useNow } from '../../../design/use-now.ts';
import { useProjectSessionState } from './project-session-context.ts';
import { endWords, imageWords } from './session-words.ts';

interface SessionGateProps {
  /** What the pane is for, where there is no session yet. */
  title: string;
  children: ReactNode;
  action: string;
  onStart(options: CreateSession): void;
}

/** What a pane shows while there is no session to show: none, on its way, ended, or not to be had. */
export function SessionGate({ title, children, action, onStart }: SessionGateProps) {
  const { session, readError, reread, isStarting, startError } = useProjectSessionState();
  if (readError) return <ErrorNotice error={readError} onRetry={reread} className="m-3" />;
  if (isStarting) return <Starting />;
  if (session === undefined)
    return (
      <div className="flex flex-col gap-2 p-3" aria-busy="true">
        <Skeleton className="h-4 w-2/5" />
        <Skeleton className="h-4 w-3/5" />
      </div>
    );
  return (
    <div className="h-full overflow-auto">
      {startError != null && <ErrorNotice error={startError} className="mx-3 mt-3" />}
      <Empty
        icon={<SquareTerminal size={22} aria-hidden />}
        title={session ? 'The session has ended' : title}
        action={<StartForm action={session ? 'Start again' : action} onStart={onStart} />}
      >
        {session ? endWords(session) : children}
      </Empty>
    </div>
  );
}

const selectLook = 'h-7 max-w-full rounded-md border border-border bg-surface-1 px-1.5';

function StartForm({ action, onStart }: { action: string; onStart(options: CreateSession): void }) {
  const languages = useLanguages().data;
  const [language, setLanguage] = useState('');
  const [network, setNetwork] = useState<NetworkMode | ''>('');
  return (
    <form
      className="flex flex-wrap items-center justify-center gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        onStart({ ...(language ? { language } : {}), ...(network ? { network } : {}) });
      }}
    >
      <select
        aria-label="Language"
        value={language}
        onChange={(event) => setLanguage(event.target.value)}
        className={selectLook}
      >
        <option value="">The project's language</option>
        {languages?.map(({ id, name, status }) => (
          <option key={id} value={id}>
            {status === 'ready' ? name : `${name}, ${imageWords[status]}`}
          </option>
        ))}
      </select>
      <select
        aria-label="Network"
        value={network}
        onChange={(event) => setNetwork(event.target.value as NetworkMode | '')}
        className={selectLook}
      >
        <option value="">Package registries only</option>
        <option value="none">No network</option>
        <option value="internet">Internet, where it is allowed</option>
      </select>
      <Button type="submit">{action}</Button>
    </form>
  );
}

/** In words: an image may have to be built first, which takes minutes. */
function Starting() {
  const { session } = useProjectSessionState();
  const [since] = useState(() => Date.now());
  const now = useNow(1_000);
  const words = (session?.status === 'starting' && session.message) || 'Starting a sealed container';
  return (
    <div className="flex h-full flex-col items-center justify-center gap-2 p-6 text-center">
      <LoaderCircle size={22} aria-hidden className="spin text-info" />
      <p role="status" className="max-w-120 font-[550] [overflow-wrap:anywhere]">
        {words}
      </p>
      <p className="tabular text-muted">{formatElapsed(now - since)}</p>
    </div>
  );
}
