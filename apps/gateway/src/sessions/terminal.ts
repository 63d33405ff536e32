import { StringDecoder } from 'node:string_decoder';
import type { sessionTerminalSchema } from '@sandsmith/contracts/domain/session';
import { delay } from '@sandsmith/foundation/delay';
import { newId } from '@sandsmith/foundation/ids';
import type { SandboxProcess } from '@sandsmith/sandbox/sandbox-port';
import type { z } from 'zod';
import { createPacer } from './pacer.ts';
import { createScrollback } from './scrollback.ts';

export type TerminalView = z.input<typeof sessionTerminalSchema>;

export interface TerminalSize {
  columns: number;
  rows: number;
}

/** One client that looks at a terminal. */
export interface TerminalWatcher {
  data(text: string, options: { isReplay: boolean }): void;
  exited(exitCode: number | null): void;
  /** What was given to it and has not left this server. */
  backlogBytes(): number;
}

export interface Terminal {
  readonly id: string;
  view(): TerminalView;
  /** Sends what is known of the output, then what comes. Returns what ends the watching. */
  watch(watcher: TerminalWatcher): () => void;
  write(text: string): void;
  resize(size: TerminalSize): void;
  /** Hangs up on what runs in it; kills it where it stays. */
  close(): void;
  /** Settles when it is over and everything it wrote has been told. */
  ended: Promise<void>;
}

/** A terminal is read while one watcher is less than this behind. */
const slowAfterBytes = 1024 * 1024;
/** A watcher that is further behind than this is given the scrollback again once it has caught up. */
const skipAfterBytes = 4 * 1024 * 1024;
const unwatchedBytesPerSecond = 4 * 1024 * 1024;
const lookAgainMs = 25;
const hangUpMs = 2_000;

export interface TerminalOptions {
  process: SandboxProcess;
  size: TerminalSize;
  onActivity: () => void;
}

/** A shell in a terminal of the session. Its output is kept here, so that clients may come and go. */
export function createTerminal({ process, size, onActivity }: TerminalOptions): Terminal {
  const id = newId();
  const scrollback = createScrollback();
  const watchers = createWatchers(scrollback.text);
  let { columns, rows } = size;
  let exit: { exitCode: number | null } | undefined;

  async function drain(): Promise<void> {
    const decoder = new StringDecoder('utf8');
    const pacer = createPacer({ bytesPerSecond: unwatchedBytesPerSecond });
    const tell = (text: string) => {
      scrollback.append(text);
      watchers.send(text);
    };
    for await (const { bytes } of process.output) {
      onActivity();
      tell(decoder.write(bytes));
      if (watchers.count() === 0) await pacer.take(bytes.length);
      else await watchers.untilOneKeepsUp();
    }
    tell(decoder.end());
    const { exitCode } = await process.exited;
    exit = { exitCode };
    watchers.exited(exitCode);
  }
  // The output ends with the process, whatever ended it.
  const ended = drain().catch(() => {
    exit ??= { exitCode: null };
    watchers.exited(null);
  });

  return {
    id,
    ended,
    view: () => ({ id, columns, rows, status: exit ? 'exited' : 'open' }),
    watch(watcher) {
      watcher.data(scrollback.text(), { isReplay: true });
      if (exit) watcher.exited(exit.exitCode);
      return watchers.add(watcher);
    },
    write(text) {
      onActivity();
      if (!exit) process.write(Buffer.from(text, 'utf8'));
    },
    resize(wanted) {
      if (exit || (wanted.columns === columns && wanted.rows === rows)) return;
      ({ columns, rows } = wanted);
      process.resize(wanted);
    },
    close() {
      if (exit) return;
      process.kill('SIGHUP');
      const timer = setTimeout(() => process.kill('SIGKILL'), hangUpMs);
      timer.unref();
      void ended.finally(() => clearTimeout(timer));
    },
  };
}

/** Everybody gets everything, but one who is far too slow: they skip, and begin again with the scrollback. */
function createWatchers(replay: () => string) {
  const watchers = new Map<TerminalWatcher, { isSkipping: boolean }>();

  async function catchUp(watcher: TerminalWatcher, state: { isSkipping: boolean }): Promise<void> {
    while (watchers.has(watcher) && watcher.backlogBytes() > slowAfterBytes / 4) await delay(lookAgainMs);
    if (!watchers.has(watcher)) return;
    state.isSkipping = false;
    watcher.data(replay(), { isReplay: true });
  }

  return {
    count: () => watchers.size,
    add(watcher: TerminalWatcher) {
      watchers.set(watcher, { isSkipping: false });
      return () => void watchers.delete(watcher);
    },
    send(text: string) {
      if (text === '') return;
      for (const [watcher, state] of watchers) {
        if (state.isSkipping) continue;
        if (watcher.backlogBytes() <= skipAfterBytes) watcher.data(text, { isReplay: false });
        else {
          state.isSkipping = true;
          void catchUp(watcher, state);
        }
      }
    },
    exited(exitCode: number | null) {
      for (const watcher of watchers.keys()) watcher.exited(exitCode);
    },
    /** Nobody is waited for who has left. */
    async untilOneKeepsUp() {
      const keepsUp = (watcher: TerminalWatcher) => watcher.backlogBytes() <= slowAfterBytes;
      while (watchers.size > 0 && ![...watchers.keys()].some(keepsUp)) await delay(lookAgainMs);
    },
  };
}
