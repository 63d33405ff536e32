import type { Ownership } from '@sandsmith/auth/ownership';
import type { Principal } from '@sandsmith/auth/principal';
import { maxProjectFileBytes } from '@sandsmith/contracts/domain/project';
import type { NetworkMode, RunLimits } from '@sandsmith/contracts/domain/run';
import type { CreateSession } from '@sandsmith/contracts/http/sessions';
import type { DocumentRepository } from '@sandsmith/db/repositories/documents';
import { SandsmithError } from '@sandsmith/foundation/errors';
import { newId } from '@sandsmith/foundation/ids';
import type { Logger } from '@sandsmith/foundation/logger';
import { waitAtMost } from '@sandsmith/foundation/wait-at-most';
import type { Sandbox } from '@sandsmith/sandbox/sandbox-port';
import type { ObservedWorkspace } from '../projects/observed-workspace.ts';
import { createFileSync } from './file-sync.ts';
import { createLiveSession, type LiveSession, type OpenedSession } from './live-session.ts';
import { sessionNotFound } from './session-errors.ts';
import { gatherSessionFiles } from './session-files.ts';
import { chooseLanguage } from './session-language.ts';
import { terminalNotFound } from './session-terminals.ts';
import type { Terminal } from './terminal.ts';

export interface SessionService {
  /** The project's session of this user: the one there is, or a new one. */
  open(
    principal: Principal,
    projectId: string,
    wanted: CreateSession,
  ): Promise<{ session: LiveSession; isNew: boolean }>;
  /** Live ones and those that ended a short while ago, newest first. */
  list(principal: Principal, projectId: string): Promise<LiveSession[]>;
  /** Throws `session.not-found` for another's, and for what another server holds. */
  get(principal: Pick<Principal, 'userId'>, id: string): LiveSession;
  /** Throws `terminal.not-found`. */
  terminal(principal: Principal, id: string): { session: LiveSession; terminal: Terminal };
  /** For whoever has checked by other means whose it is. */
  find(id: string): LiveSession | undefined;
  /** How many are starting or open. */
  count(): number;
  endProject(projectId: string): Promise<void>;
  close(): Promise<void>;
}

export interface SessionServiceOptions {
  access: Pick<Ownership, 'project'>;
  sandbox: Pick<Sandbox, 'languages' | 'unavailableReason' | 'openSession'>;
  files: ObservedWorkspace;
  documents: Pick<DocumentRepository, 'listByProject'>;
  dataDirectory: string;
  isInternetAllowed: boolean;
  /** The most that a user's programs may have. */
  limitsFor: (principal: Principal, language: string) => Promise<Partial<RunLimits> | undefined>;
  idleTimeoutMs: number;
  maxLifetimeMs: number;
  perUser: number;
  /** Of all users together. */
  total: number;
  /** Keeps the project's files as they are now. */
  keepCheckpoint: (projectId: string, label: string) => Promise<void>;
  /** Set for every program. */
  environment: Record<string, string>;
  logger: Logger;
  /** How long an ended session can still be read. */
  keepEndedMs?: number;
}

/** What a start takes at the least is waited for, so that most answers tell a session that is ready. */
const waitForReadyMs = 2_000;
const defaultKeepEndedMs = 10 * 60_000;

/** Sessions live in the memory of the server that opened them. */
export function createSessionService(options: SessionServiceOptions): SessionService {
  const { access, files, logger, keepEndedMs = defaultKeepEndedMs } = options;
  const sessions = new Map<string, LiveSession>();
  const registry: Registry = { sessions, options, keep, isClosing: false };
  const stopObserving = files.onChange(({ projectId, path }) => {
    for (const session of sessions.values()) if (session.projectId === projectId) session.filesChanged(path);
  });

  function keep(session: LiveSession): void {
    sessions.set(session.id, session);
    void session.ended.then(() => {
      logger.info({ sessionId: session.id, why: session.view().message }, 'session ended');
      setTimeout(() => sessions.delete(session.id), keepEndedMs).unref();
    });
  }

  return {
    open: (principal, projectId, wanted) => open(registry, { principal, projectId, wanted }),
    find: (id) => sessions.get(id),
    count: () => [...sessions.values()].filter(isLive).length,
    get(principal, id) {
      const session = sessions.get(id);
      if (session?.ownerId !== principal.userId) throw sessionNotFound();
      return session;
    },
    async list(principal, projectId) {
      await access.project(principal, projectId);
      const own = (one: LiveSession) => one.ownerId === principal.userId && one.projectId === projectId;
      return [...sessions.values()].filter(own).reverse();
    },
    terminal(principal, id) {
      for (const session of sessions.values())
        if (session.ownerId === principal.userId && session.terminals.has(id))
          return { session, terminal: session.terminals.get(id) };
      throw terminalNotFound();
    },
    async endProject(projectId) {
      const gone = [...sessions.values()].filter((session) => session.projectId === projectId);
      await Promise.all(gone.map((session) => session.end('Its project was deleted.')));
      for (const { id } of gone) sessions.delete(id);
    },
    async close() {
      registry.isClosing = true;
      stopObserving();
      await Promise.all([...sessions.values()].map((session) => session.end('The server was stopped.')));
    },
  };
}

interface Opening {
  principal: Principal;
  projectId: string;
  wanted: CreateSession;
}

interface Registry {
  sessions: Map<string, LiveSession>;
  isClosing: boolean;
  options: SessionServiceOptions;
  keep(session: LiveSession): void;
}

async function open(registry: Registry, opening: Opening): Promise<{ session: LiveSession; isNew: boolean }> {
  const { sessions, options, keep } = registry;
  const { principal, projectId, wanted } = opening;
  await options.access.project(principal, projectId);
  const present = findPresent(registry, opening);
  if (present) return { session: present, isNew: false };
  const language = await checkWanted(options, projectId, wanted);
  // Another request may have opened it while this one looked; from here on nothing is waited for.
  const meanwhile = findPresent(registry, opening);
  if (meanwhile) return { session: meanwhile, isNew: false };
  if (registry.isClosing) throw stopping();
  refuseMore([...sessions.values()].filter(isLive), principal, options);
  const facts = {
    ...{ id: newId(), ownerId: principal.userId, projectId, language },
    network: wanted.network ?? ('packages' as const),
  };
  const session = createLiveSession({
    ...{ ...options, ...facts },
    async open(begun) {
      const limits = await options.limitsFor(principal, language);
      return openInSandbox({ ...facts, ...begun, limits }, options);
    },
  });
  keep(session);
  await waitAtMost(waitForReadyMs, session.ready).catch((error: unknown) => {
    // The caller is told; a session that never was need not be listed.
    sessions.delete(session.id);
    throw error;
  });
  return { session, isNew: true };
}

const isLive = (session: LiveSession) => session.view().status !== 'ended';

/** The project's live session of this user. Throws `session.differs` where it is not what is wanted. */
function findPresent(
  { sessions }: Registry,
  { principal, projectId, wanted }: Opening,
): LiveSession | undefined {
  const present = [...sessions.values()].find(
    (one) => one.ownerId === principal.userId && one.projectId === projectId && isLive(one),
  );
  if (!present) return undefined;
  refuseOther(present, wanted);
  present.touch();
  return present;
}

async function checkWanted(
  { sandbox, files, isInternetAllowed }: SessionServiceOptions,
  projectId: string,
  wanted: CreateSession,
): Promise<string> {
  const [languages, tree] = await Promise.all([sandbox.languages(), files.workspace.tree(projectId)]);
  const paths = tree.filter(({ kind }) => kind === 'file').map(({ path }) => path);
  const language = chooseLanguage({ wanted: wanted.language, paths, languages });
  if (wanted.network === 'internet' && !isInternetAllowed)
    throw new SandsmithError({
      code: 'run.network-forbidden',
      message:
        'Programs may not reach the internet here. Use "packages" or "none", or ask the administrator, who can start the server with SANDBOX_INTERNET=allowed.',
    });
  const reason = await sandbox.unavailableReason();
  if (reason !== undefined)
    throw new SandsmithError({ code: 'sandbox.unavailable', message: reason, isRetryable: true });
  return language;
}

async function openInSandbox(
  request: Pick<LiveSession, 'id' | 'ownerId' | 'projectId'> & {
    language: string;
    network: NetworkMode;
    limits: Partial<RunLimits> | undefined;
    signal: AbortSignal;
    onProgress: (message: string) => void;
  },
  options: SessionServiceOptions,
): Promise<OpenedSession> {
  const { id, ownerId, projectId, language, network, limits, signal, onProgress } = request;
  const { sandbox, dataDirectory, documents, environment, logger } = options;
  const { workspace } = options.files;
  const start = await gatherSessionFiles(projectId, { workspace, documents, dataDirectory });
  const session = await sandbox.openSession(
    {
      ...{ sessionId: id, ownerId, language, network, limits, onProgress },
      files: start.files,
      env: environment,
      dependencies: { key: projectId, access: 'write' },
    },
    { signal },
  );
  return {
    session,
    createSync: (onChanged) =>
      createFileSync({
        ...{ projectId, session, workspace, onChanged, logger },
        maxFileBytes: maxProjectFileBytes,
        initial: start.initial,
        beforeManyRemovals: (count) =>
          options.keepCheckpoint(projectId, `Before ${count} files were removed in a session`),
        isDocument: (path) => start.documentPaths.has(path),
      }),
  };
}

function refuseOther(session: LiveSession, wanted: CreateSession): void {
  const { language, network } = session.view();
  const fits =
    (wanted.language === undefined || wanted.language === language) &&
    (wanted.network === undefined || wanted.network === network);
  if (fits) return;
  throw new SandsmithError({
    code: 'session.differs',
    message: `The project has a session open with the language ${language} and the network "${network}". Use that, or end it with DELETE /api/v1/sessions/${session.id} and open the other one.`,
    details: { sessionId: session.id },
  });
}

/** Each holds memory for hours: neither one user nor all together may take the machine. */
function refuseMore(
  live: LiveSession[],
  { userId }: Principal,
  { perUser, total }: Pick<SessionServiceOptions, 'perUser' | 'total'>,
): void {
  if (live.filter(({ ownerId }) => ownerId === userId).length >= perUser)
    throw limitReached(
      `You have ${perUser} sessions open, the most that one user may have here. End one of them, and try again.`,
    );
  if (live.length >= total)
    throw limitReached(
      `This server has ${total} sessions open, the most that it may. Try again when one has ended, or ask the administrator, who can raise SESSIONS_TOTAL.`,
    );
}

function limitReached(message: string): SandsmithError {
  return new SandsmithError({
    code: 'session.limit-reached',
    message,
    details: { retryAfterSeconds: 30 },
  });
}

function stopping(): SandsmithError {
  return new SandsmithError({
    code: 'server.stopping',
    message: 'The server is stopping. Try again once it is back.',
    isRetryable: true,
  });
}
