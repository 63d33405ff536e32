import { SandsmithError } from '@sandsmith/foundation/errors';
import type { SandboxSession } from '@sandsmith/sandbox/sandbox-port';
import { createTerminal, type Terminal, type TerminalSize, type TerminalView } from './terminal.ts';

export interface SessionTerminals {
  /** Throws `terminal.limit-reached`. */
  open(session: SandboxSession, size: TerminalSize): Promise<Terminal>;
  /** Throws `terminal.not-found`. */
  get(id: string): Terminal;
  has(id: string): boolean;
  /** One that is open is hung up on, one that is over is forgotten. */
  close(id: string): void;
  list(): TerminalView[];
  isAnyOpen(): boolean;
}

const maxOpen = 8;
const maxKept = 16;
/** Files of profiles are left out: Debian's sets the search path back to its own. */
const shell = [
  'sh',
  '-c',
  'command -v bash >/dev/null && exec bash --noprofile --norc -i; PS1="$ " exec sh -i',
];
const environment = {
  TERM: 'xterm-256color',
  COLORTERM: 'truecolor',
  PS1: '\\[\\e[1;34m\\]\\w\\[\\e[0m\\] \\$ ',
  HISTFILE: '/tmp/.bash_history',
};

export function createSessionTerminals(options: {
  onActivity: () => void;
  onChanged: () => void;
  /** A program in it may have written files last of all. */
  onEnded: () => void;
}): SessionTerminals {
  const terminals = new Map<string, Terminal>();
  let opening = 0;
  const openCount = () => [...terminals.values()].filter(isOpen).length + opening;

  function forgetOldest(): void {
    const over = [...terminals.values()].filter((terminal) => !isOpen(terminal));
    for (const { id } of over.slice(0, Math.max(0, terminals.size - maxKept))) terminals.delete(id);
  }

  const get = (id: string): Terminal => {
    const terminal = terminals.get(id);
    if (terminal) return terminal;
    throw terminalNotFound();
  };

  return {
    get,
    has: (id) => terminals.has(id),
    isAnyOpen: () => openCount() > 0,
    list: () => [...terminals.values()].map((terminal) => terminal.view()),
    async open(session, size) {
      if (openCount() >= maxOpen) throw limitReached();
      opening += 1;
      try {
        const process = await session.start({ command: shell, env: environment, terminal: size });
        const terminal = createTerminal({ process, size, onActivity: options.onActivity });
        terminals.set(terminal.id, terminal);
        void terminal.ended.then(() => {
          options.onEnded();
          options.onChanged();
        });
        forgetOldest();
        options.onChanged();
        return terminal;
      } finally {
        opening -= 1;
      }
    },
    close(id) {
      const terminal = get(id);
      if (isOpen(terminal)) terminal.close();
      terminals.delete(id);
      options.onChanged();
    },
  };
}

const isOpen = (terminal: Terminal) => terminal.view().status === 'open';

export function terminalNotFound(): SandsmithError {
  return new SandsmithError({
    code: 'terminal.not-found',
    message:
      'There is no such terminal among yours on this server. Its session may have ended; open another terminal.',
  });
}

function limitReached(): SandsmithError {
  return new SandsmithError({
    code: 'terminal.limit-reached',
    message: `The session has ${maxOpen} terminals open, the most it may. Close one, and try again.`,
    details: { retryAfterSeconds: 5 },
  });
}
