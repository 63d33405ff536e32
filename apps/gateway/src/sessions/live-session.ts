import type { NetworkMode } from '@sandsmith/contracts/domain/run';
import type { sessionSchema } from '@sandsmith/contracts/domain/session';
import { delay } from '@sandsmith/foundation/delay';
import { isSandsmithError, messageOf } from '@sandsmith/foundation/errors';
import type { Logger } from '@sandsmith/foundation/logger';
import { waitAtMost } from '@sandsmith/foundation/wait-at-most';
import type { SandboxSession } from '@sandsmith/sandbox/sandbox-port';
import type { z } from 'zod';
import type { FileSync } from './file-sync.ts';
import { describeEnd, sessionEnded, sessionStarting } from './session-errors.ts';
import { createSessionEvents, type SessionEvents, type SessionListener } from './session-events.ts';
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

/** Begins to open it at once; `ready` tells how that went. */
export function createLiveSession(options: LiveSessionOptions): LiveSession {
  const { id, ownerId, projectId, maxLifetimeMs } = options;
  const state = createState();
  const events = createSessionEvents(() => ({ type: 'session.changed', session: viewOf(parts) }));
  const onActivity = () => {
    state.usedAtMs = Date.now();
  };
  const use = { onActivity, onChanged: events.changed, onEnded: () => void synchronise(parts) };
  const terminals = createSessionTerminals(use);
  const processes = createSessionProcesses({ ...use, tell: events.tell });
  const parts: Parts = { options, state, events, terminals, processes };
  const ready = open(parts).catch((error: unknown) => {
    finish(parts, messageOf(error));
    void state.session?.close().catch(() => undefined);
    throw error;
  });
  ready.catch(() => undefined);
  return {
    ...{ id, ownerId, projectId, terminals, processes, ready },
    expiresAtMs: state.createdAtMs + maxLifetimeMs,
    ended: state.ended.promise,
    touch: onActivity,
    subscribe: events.subscribe,
    view: () => viewOf(parts),
    end: (why) => end(parts, why),
    filesChanged: (path) => void synchronise(parts, path === undefined ? [] : [path]),
    sandbox() {
      if (state.status === 'ended') throw sessionEnded(state.message);
      if (state.status === 'starting' || !state.session) throw sessionStarting();
      return state.session;
    },
  };
}

interface Parts {
  options: LiveSessionOptions;
  state: ReturnType<typeof createState>;
  events: SessionEvents;
  terminals: SessionTerminals;
  processes: SessionProcesses;
}

function viewOf({ options, state, terminals, processes }: Parts): SessionView {
  const { id, projectId, language, network, idleTimeoutMs, maxLifetimeMs } = options;
  return {
    ...{ id, projectId, language, network, idleTimeoutMs },
    status: state.status,
    message: state.message ?? leftOutMessage(state.sync),
    createdAt: new Date(state.createdAtMs).toISOString(),
    expiresAt: new Date(state.createdAtMs + maxLifetimeMs).toISOString(),
    ports: state.status === 'ready' ? (state.session?.ports() ?? []).map((port) => ({ port })) : [],
    processes: processes.list(),
    terminals: terminals.list(),
  };
}

async function open(parts: Parts): Promise<void> {
  const { options, state, events } = parts;
  const { session, createSync } = await options.open({
    signal: state.opening.signal,
    onProgress(message) {
      state.message = message;
      events.changed();
    },
  });
  state.session = session;
  // Ended while it was opened: nobody else knows of the container.
  if (state.status === 'ended') throw sessionEnded(state.message);
  state.sync = createSync((change) => events.tell({ type: 'files.changed', ...change }));
  session.onPorts(() => events.changed());
  void session.ended.then((reason) => finish(parts, describeEnd(reason)));
  await state.sync.begin();
  if (isOver(state)) throw sessionEnded(state.message);
  state.status = 'ready';
  state.message = undefined;
  state.usedAtMs = Date.now();
  startTimers(parts);
  events.changed();
  // What was changed in the project while the container was made.
  void synchronise(parts);
}

/** Never rejects: what could not be taken over is told in the session, and looked at again. */
async function synchronise({ options, state, events }: Parts, changedPaths?: string[]): Promise<void> {
  if (state.status !== 'ready' || !state.sync) return;
  const before = leftOutMessage(state.sync);
  try {
    await state.sync.run({ changedPaths });
  } catch (error) {
    if (!isSandsmithError(error, 'session.ended'))
      options.logger.warn({ err: error, sessionId: options.id }, 'files could not be synchronised');
  }
  if (leftOutMessage(state.sync) !== before) events.changed();
}

function startTimers(parts: Parts): void {
  const { options, state, terminals, processes } = parts;
  const { idleTimeoutMs, maxLifetimeMs, syncEveryMs = defaultSyncEveryMs } = options;
  const { signal } = state.opening;
  void repeat({ everyMs: syncEveryMs, signal }, async () => {
    if (terminals.isAnyOpen() || processes.isAnyRunning()) await synchronise(parts);
  });
  const lookEveryMs = Math.min(lookForIdleEveryMs, idleTimeoutMs, maxLifetimeMs);
  void repeat({ everyMs: lookEveryMs, signal }, async () => {
    const nowMs = Date.now();
    if (nowMs >= state.createdAtMs + maxLifetimeMs) await end(parts, 'Its time was over.');
    else if (nowMs - state.usedAtMs >= idleTimeoutMs) await end(parts, 'It was not used for a while.');
  });
}

/** The next time is counted from the end of the work: slow work is not overtaken by itself. */
async function repeat(
  { everyMs, signal }: { everyMs: number; signal: AbortSignal },
  work: () => Promise<void>,
): Promise<void> {
  while (!signal.aborted) {
    await delay(everyMs, signal).catch(() => undefined);
    if (!signal.aborted) await work();
  }
}

function end(parts: Parts, why: string): Promise<void> {
  const { options, state } = parts;
  state.ending ??= (async () => {
    await waitAtMost(lastSyncMs, synchronise(parts));
    finish(parts, why);
    await state.session?.close().catch((error: unknown) => {
      options.logger.warn({ err: error, sessionId: options.id }, 'session could not be closed');
    });
  })();
  return state.ending;
}

function finish(parts: Parts, why: string): void {
  const { state, events } = parts;
  if (state.status === 'ended') return;
  state.status = 'ended';
  state.message = why;
  state.opening.abort(sessionEnded(why));
  events.tell({ type: 'session.changed', session: viewOf(parts) });
  state.ended.resolve();
}

/** Read anew: it may have ended during what was waited for. */
function isOver(state: Parts['state']): boolean {
  return state.status === 'ended';
}

function createState() {
  const nowMs = Date.now();
  return {
    status: 'starting' as SessionView['status'],
    message: undefined as string | undefined,
    createdAtMs: nowMs,
    usedAtMs: nowMs,
    session: undefined as SandboxSession | undefined,
    sync: undefined as FileSync | undefined,
    /** Aborted with the session: ends its opening, and what is repeated in it. */
    opening: new AbortController(),
    ending: undefined as Promise<void> | undefined,
    ended: Promise.withResolvers<void>(),
  };
}

function leftOutMessage(sync: FileSync | undefined): string | undefined {
  const leftOut = sync?.leftOut() ?? [];
  if (leftOut.length === 0) return undefined;
  const named = leftOut.slice(0, namedFiles).map(({ path, reason }) => `${path}: ${reason}`);
  const more = leftOut.length > namedFiles ? ` And ${leftOut.length - namedFiles} more.` : '';
  return `Not taken over into the project: ${named.join(' ')}${more}`;
}
