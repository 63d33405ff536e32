import type { NetworkMode } from '@sandsmith/contracts/domain/run';
import type { sessionSchema } from '@sandsmith/contracts/domain/session';
import { delay } from '@sandsmith/foundation/delay';
import { isSandsmithError, messageOf } from '@sandsmith/foundation/errors';
import type { Logger } from '@sandsmith/foundation/logger';
import type { SandboxSession } from '@sandsmith/sandbox/sandbox-port';
import type { z } from 'zod';
import type { FileSync } from './file-sync.ts';
import { describeEnd, sessionEnded, sessionStarting } from './session-errors.ts';
import { createSessionEvents, type SessionEventInput, type SessionListener } from './session-events.ts';
import { createSessionProcesses, type SessionProcesses } from './session-processes.ts';
import { createSessionTerminals, type SessionTerminals } from './session-terminals.ts';

export type SessionView = z.input<typeof sessionSchema>;

/** What a session is made of, once its container is there. */
export interface OpenedSession {
  session: SandboxSession;
  createSync(onChanged: (change: { paths: string[]; removed: string[] }) => void): FileSync;
}

export interface LiveSessionOptions {
  id: string;
  ownerId: string;
  projectId: string;
  language: string;
  network: NetworkMode;
  idleTimeoutMs: number;
  maxLifetimeMs: number;
  open(options: { signal: AbortSignal; onProgress: (message: string) => void }): Promise<OpenedSession>;
  logger: Logger;
  /** How often files are looked at while programs run. */
  syncEveryMs?: number;
}

/** One project's session of one user, from its start until it is forgotten. */
export interface LiveSession {
  readonly id: string;
  readonly ownerId: string;
  readonly projectId: string;
  readonly expiresAtMs: number;
  view(): SessionView;
  /** Somebody or something uses it: the idle time begins anew. */
  touch(): void;
  /** Throws `session.starting` and `session.ended`. */
  sandbox(): SandboxSession;
  terminals: SessionTerminals;
  processes: SessionProcesses;
  subscribe(listener: SessionListener): () => void;
  /** The project's files have changed. */
  filesChanged(path: string | undefined): void;
  /** Resolves when it is ready; rejects with the reason where it could not be opened. */
  ready: Promise<void>;
  ended: Promise<void>;
  /** `why` is for a person. What programs wrote is still taken over. */
  end(why: string): Promise<void>;
}

const defaultSyncEveryMs = 1_500;
const lastSyncMs = 2_500;
const lookForIdleEveryMs = 5_000;
const namedFiles = 3;

export function createLiveSession(options: LiveSessionOptions): LiveSession {
  const { id, ownerId, projectId, idleTimeoutMs, maxLifetimeMs, logger } = options;
  const createdAtMs = Date.now();
  const state = createState(createdAtMs);
  const events = createSessionEvents(() => ({ type: 'session.changed', session: view() }));
  const onActivity = () => {
    state.usedAtMs = Date.now();
  };
  const onEnded = () => void synchronise();
  const parts = { onActivity, onChanged: events.changed, onEnded };
  const terminals = createSessionTerminals(parts);
  const processes = createSessionProcesses({ ...parts, tell: events.tell });

  function view(): SessionView {
    const { language, network } = options;
    return {
      ...{ id, projectId, language, network, idleTimeoutMs },
      status: state.status,
      message: state.message ?? leftOutMessage(state.sync),
      createdAt: new Date(createdAtMs).toISOString(),
      expiresAt: new Date(createdAtMs + maxLifetimeMs).toISOString(),
      ports: state.status === 'ready' ? (state.session?.ports() ?? []).map((port) => ({ port })) : [],
      processes: processes.list(),
      terminals: terminals.list(),
    };
  }

  async function synchronise(changedPaths?: string[]): Promise<void> {
    if (state.status !== 'ready' || !state.sync) return;
    const before = leftOutMessage(state.sync);
    try {
      await state.sync.run({ changedPaths });
    } catch (error) {
      if (!isSandsmithError(error, 'session.ended'))
        logger.warn({ err: error, id }, 'files not synchronised');
    }
    if (leftOutMessage(state.sync) !== before) events.changed();
  }

  const timers = createTimers({
    syncEveryMs: options.syncEveryMs ?? defaultSyncEveryMs,
    onSync: () => (terminals.isAnyOpen() || processes.isAnyRunning() ? synchronise() : undefined),
    onLook() {
      const nowMs = Date.now();
      if (nowMs >= createdAtMs + maxLifetimeMs) void end('Its time was over.');
      else if (nowMs - state.usedAtMs >= idleTimeoutMs) void end('It was not used for a while.');
    },
    firstLookMs: Math.min(lookForIdleEveryMs, idleTimeoutMs, maxLifetimeMs),
  });

  function finish(why: string): void {
    if (state.status === 'ended') return;
    state.status = 'ended';
    state.message = why;
    timers.stop();
    state.opening.abort(sessionEnded(why));
    events.tell({ type: 'session.changed', session: view() });
    state.ended.resolve();
  }

  async function end(why: string): Promise<void> {
    if (state.ending) return state.ending;
    state.ending = (async () => {
      await withinTime(synchronise(), lastSyncMs);
      const { session } = state;
      finish(why);
      await session?.close().catch((error: unknown) => logger.warn({ err: error, id }, 'session not closed'));
    })();
    return state.ending;
  }

  async function open(): Promise<void> {
    const opened = await options.open({
      signal: state.opening.signal,
      onProgress(message) {
        state.message = message;
        events.changed();
      },
    });
    const { session } = opened;
    // Ended while it was opened: nobody else knows of the container.
    if (state.status === 'ended') {
      await session.close();
      throw sessionEnded(state.message);
    }
    state.session = session;
    state.sync = opened.createSync((change) => events.tell({ type: 'files.changed', ...change }));
    session.onPorts(() => events.changed());
    void session.ended.then((reason) => finish(describeEnd(reason)));
    await state.sync.begin();
    state.status = state.status === 'starting' ? 'ready' : state.status;
    state.message = state.status === 'ready' ? undefined : state.message;
    onActivity();
    timers.start();
    events.changed();
    // What was changed in the project while the container was made.
    void synchronise();
  }

  const ready = open().catch((error: unknown) => {
    finish(messageOf(error));
    void state.session?.close().catch(() => undefined);
    throw error;
  });
  ready.catch(() => undefined);

  return {
    ...{ id, ownerId, projectId, terminals, processes, view, ready, end },
    expiresAtMs: createdAtMs + maxLifetimeMs,
    ended: state.ended.promise,
    touch: onActivity,
    subscribe: events.subscribe,
    filesChanged: (path) => void synchronise(path === undefined ? [] : [path]),
    sandbox() {
      if (state.status === 'ended') throw sessionEnded(state.message);
      if (state.status === 'starting' || !state.session) throw sessionStarting();
      return state.session;
    },
  };
}

function createState(nowMs: number) {
  return {
    status: 'starting' as SessionView['status'],
    message: undefined as string | undefined,
    usedAtMs: nowMs,
    session: undefined as SandboxSession | undefined,
    sync: undefined as FileSync | undefined,
    opening: new AbortController(),
    ending: undefined as Promise<void> | undefined,
    ended: Promise.withResolvers<void>(),
  };
}

function createTimers(options: {
  syncEveryMs: number;
  onSync: () => Promise<void> | undefined;
  onLook: () => void;
  firstLookMs: number;
}) {
  const stopping = new AbortController();
  const { signal } = stopping;
  async function repeat(everyMs: number, work: () => Promise<void> | undefined): Promise<void> {
    // The next time is counted from the end of the work: a slow one is not overtaken by itself.
    for (;;) {
      await delay(everyMs, signal);
      await work();
    }
  }
  return {
    start() {
      if (signal.aborted) return;
      repeat(options.syncEveryMs, options.onSync).catch(() => undefined);
      repeat(options.firstLookMs, async () => options.onLook()).catch(() => undefined);
    },
    stop: () => stopping.abort(),
  };
}

function leftOutMessage(sync: FileSync | undefined): string | undefined {
  const leftOut = sync?.leftOut() ?? [];
  if (leftOut.length === 0) return undefined;
  const named = leftOut.slice(0, namedFiles).map(({ path, reason }) => `${path}: ${reason}`);
  const more = leftOut.length > namedFiles ? ` And ${leftOut.length - namedFiles} more.` : '';
  return `Not taken over into the project: ${named.join(' ')}${more}`;
}

async function withinTime(work: Promise<void>, ms: number): Promise<void> {
  const late = new AbortController();
  await Promise.race([work, delay(ms, late.signal).catch(() => undefined)]).finally(() => late.abort());
}

export type { SessionEventInput };
