import { join } from 'node:path';
import type { Ownership } from '@sandsmith/auth/ownership';
import type { Principal } from '@sandsmith/auth/principal';
import type { CreateRun, RunResult } from '@sandsmith/contracts/domain/run';
import type { RunEvent } from '@sandsmith/contracts/events/run-events';
import type { RunRepository, StoredRunArtifact } from '@sandsmith/db/repositories/runs';
import { SandsmithError } from '@sandsmith/foundation/errors';
import { newId } from '@sandsmith/foundation/ids';
import type { Logger } from '@sandsmith/foundation/logger';
import type { KeyValueStore } from '@sandsmith/kv/kv';
import type { Sandbox } from '@sandsmith/sandbox/sandbox-port';
import type { Metrics } from '../system/metrics.ts';
import { checkRun } from './check-run.ts';
import { closed, createRunInput, type RunInput } from './run-input.ts';
import { createRunLog, type RunLog } from './run-log.ts';
import { abandonedResult, brokenResult } from './run-results.ts';

const cancelChannel = 'run-cancel';
/** Longer than any run and its time in the queue: what is older has no server any more. */
const orphanedAfterMs = 30 * 60_000;

export interface LiveRun {
  id: string;
  follow: RunLog['follow'];
  /** Settles when the result is stored; rejects only where it could not be stored. */
  result: Promise<RunResult>;
  cancel(reason: string): void;
  /** More standard input, for a run with `keepStdinOpen`. Throws `run.stdin-closed`. */
  write(bytes: Uint8Array): Promise<void>;
  /** The end of standard input; does nothing where it has ended already. */
  endStdin(): void;
}

export interface RunService {
  start(): Promise<void>;
  /** Resolves when the sandbox has taken the run; what it refuses is thrown and leaves no trace. */
  begin(principal: Principal, run: CreateRun): Promise<LiveRun>;
  /** A run that this server carries out right now. */
  live(id: string): LiveRun | undefined;
  /** Ends a run wherever it goes on; does nothing to one that has finished. */
  cancel(id: string): Promise<void>;
  artifact(id: string, path: string): Promise<{ hostPath: string; mediaType: string; bytes: number }>;
  close(): Promise<void>;
}

export interface RunServiceOptions {
  runs: RunRepository;
  sandbox: Sandbox;
  kv: KeyValueStore;
  access: Ownership;
  metrics: Metrics;
  dataDirectory: string;
  logger: Logger;
}

export function createRunService(options: RunServiceOptions): RunService {
  const { runs, sandbox, kv, metrics, dataDirectory } = options;
  const live = new Map<string, LiveRun>();
  let unsubscribe: (() => Promise<void>) | undefined;

  async function begin(principal: Principal, run: CreateRun): Promise<LiveRun> {
    await checkRun(run, sandbox);
    const id = newId();
    const controller = new AbortController();
    const log = createRunLog();
    const accepted = Promise.withResolvers<void>();
    const input = run.keepStdinOpen ? createRunInput({ first: stdinOf(run) }) : undefined;
    const result = carryOut(
      { id, run, principal, controller, log, input, accepted: accepted.resolve },
      options,
    );
    const liveRun = toLiveRun({ id, controller, log, input, result });
    live.set(id, liveRun);
    countRun(result, metrics).finally(() => {
      input?.end();
      live.delete(id);
    });
    await Promise.race([accepted.promise, result]);
    return liveRun;
  }

  return {
    begin,
    live: (id) => live.get(id),
    async start() {
      unsubscribe = await kv.subscribe(cancelChannel, (id) => live.get(id)?.cancel('cancelled'));
      await closeOrphans(options);
    },
    async cancel(id) {
      const here = live.get(id);
      if (!here) {
        await kv.publish(cancelChannel, id);
        return;
      }
      here.cancel('cancelled');
      await here.result.catch(() => undefined);
    },
    async artifact(id, path) {
      const stored = await runs.findArtifact(id, path);
      if (stored) return { ...stored, hostPath: join(dataDirectory, stored.storedPath) };
      throw artifactNotFound(path);
    },
    async close() {
      await unsubscribe?.();
      const running = [...live.values()];
      for (const run of running) run.cancel('the server is stopping');
      await Promise.allSettled(running.map(({ result }) => result));
    },
  };
}

/** Resolves when the run is over, also where its result could not be stored. */
async function countRun(result: Promise<RunResult>, metrics: Metrics): Promise<void> {
  metrics.runsActive.inc();
  try {
    const { language, status } = await result;
    metrics.runs.inc({ language, status });
  } catch {
    // The caller is told by `result` itself.
  } finally {
    metrics.runsActive.dec();
  }
}

function artifactNotFound(path: string): SandsmithError {
  return new SandsmithError({
    code: 'artifact.not-found',
    message: `This run left no artifact ${path}. Its artifacts are listed in GET /api/v1/runs/{id}.`,
  });
}

function toLiveRun({
  id,
  controller,
  log,
  input,
  result,
}: Pick<Work, 'id' | 'controller' | 'log' | 'input'> & Pick<LiveRun, 'result'>): LiveRun {
  return {
    id,
    follow: log.follow,
    result,
    cancel: (reason) => controller.abort(new DOMException(reason, 'AbortError')),
    async write(bytes) {
      if (!input) throw closed();
      await input.write(bytes);
    },
    endStdin: () => input?.end(),
  };
}

interface Work {
  id: string;
  run: CreateRun;
  principal: Principal;
  controller: AbortController;
  log: RunLog;
  /** Where standard input goes on after the start. */
  input: RunInput | undefined;
  accepted: () => void;
}

/** A run that is over sooner is not marked as running: most are. */
const markAfterMs = 200;

/** The row of a run. It is stored while the run begins; the program does not wait for it, but nothing is told before. */
function keepRow(
  { id, run, principal, log, accepted, controller }: Work,
  { runs, logger }: RunServiceOptions,
) {
  let storing: Promise<void> | undefined;
  let marking: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let early: RunEvent[] | undefined = [];

  async function store(): Promise<void> {
    await runs.create({ id, userId: principal.userId, language: run.language });
    for (const event of early ?? []) log.append(event);
    early = undefined;
    accepted();
  }

  function mark(): void {
    marking = Promise.resolve(storing)
      .then(() => runs.markRunning(id))
      .catch((error: unknown) => logger.warn({ err: error, runId: id }, 'run was not marked as running'));
  }

  return {
    tell(event: RunEvent): void {
      if (!storing) {
        storing = store();
        // nothing can be told of a run that has no row
        storing.catch(() => controller.abort(new DOMException('the run cannot be stored', 'AbortError')));
      }
      if (event.type === 'run.started') timer = setTimeout(mark, markAfterMs);
      if (event.type === 'run.finished') return;
      if (early) early.push(event);
      else log.append(event);
    },
    isTold: () => storing !== undefined,
    /** Resolves when the row is there and nothing but the result is left to store. */
    async settle(): Promise<void> {
      clearTimeout(timer);
      await storing;
      await marking;
    },
  };
}

/** Stores the run with its first event, and the result with the last. */
async function carryOut(work: Work, options: RunServiceOptions): Promise<RunResult> {
  const { id, run, log } = work;
  const { runs, logger } = options;
  const row = keepRow(work, options);
  let result: RunResult | undefined;
  try {
    for await (const event of startInSandbox(work, options)) {
      row.tell(event);
      if (event.type === 'run.finished') ({ result } = event);
    }
  } catch (error) {
    // Refused before it began: the caller is told, and there is nothing to keep.
    if (!row.isTold()) {
      log.end();
      throw error;
    }
    logger.error({ err: error, runId: id }, 'run broke');
  }
  try {
    await row.settle();
    const final = result ?? brokenResult({ id, language: run.language });
    await runs.finish(final, storedArtifacts(final));
    log.append({ type: 'run.finished', result: final });
    return final;
  } finally {
    log.end();
  }
}

function startInSandbox(work: Work, { sandbox, dataDirectory }: RunServiceOptions): AsyncIterable<RunEvent> {
  const { id, run, principal, controller, input } = work;
  return sandbox.run(
    {
      runId: id,
      ownerId: principal.userId,
      language: run.language,
      files: run.files.map(({ path, content }) => ({ path, content: Buffer.from(content, 'utf8') })),
      entry: run.entry ?? run.files[0]?.path,
      command: run.command,
      args: run.args,
      stdin: input?.stream ?? stdinOf(run),
      env: run.env,
      limits: run.limits,
      network: run.network ?? 'none',
      artifactsDirectory: join(dataDirectory, artifactsFolder(id)),
    },
    { signal: controller.signal },
  );
}

function stdinOf({ stdin }: CreateRun): Uint8Array | undefined {
  return stdin === undefined ? undefined : Buffer.from(stdin, 'utf8');
}

function storedArtifacts({ id, artifacts }: RunResult): StoredRunArtifact[] {
  return artifacts.map((artifact) => ({ ...artifact, storedPath: join(artifactsFolder(id), artifact.path) }));
}

function artifactsFolder(runId: string): string {
  return join('runs', runId);
}

/** Runs that a server left behind when it died get an end; those of another living server are left alone. */
async function closeOrphans({ runs, kv }: RunServiceOptions): Promise<void> {
  for (const run of await runs.listUnfinished()) {
    const ageMs = Date.now() - run.createdAt.getTime();
    if (kv.kind === 'memory' || ageMs > orphanedAfterMs) await runs.finish(abandonedResult(run), []);
  }
}
