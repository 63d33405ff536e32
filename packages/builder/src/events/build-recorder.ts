import type { BuildStatus } from '@sandsmith/contracts/domain/build';
import { buildEventPayloads } from '@sandsmith/contracts/events/build-events';
import type { BuildEntry, BuildLog, NewBuildEvent, RecordResult } from '@sandsmith/db/repositories/build-log';
import { isSandsmithError } from '@sandsmith/foundation/errors';
import { retry } from '@sandsmith/foundation/retry';
import { StoppedError } from '../durable/build-scopes.ts';

/** The states in which a build is being worked on. */
export const workingStatuses = ['planning', 'running', 'paused'] as const satisfies readonly BuildStatus[];

export interface WorkScope {
  buildId: string;
  round: number;
  signal: AbortSignal;
}

/** Stores what happens to builds, and tells who listens. Every event is checked against its schema first. */
export interface BuildRecorder {
  /** For requests of people: tells where the build's state does not allow it. */
  change(entry: BuildEntry): Promise<RecordResult>;
  /** For work in progress: throws StoppedError once the build was stopped; waits out a database that is away. */
  record(
    scope: WorkScope,
    entry: Omit<BuildEntry, 'buildId' | 'round' | 'from'> & { from?: readonly BuildStatus[] },
  ): Promise<Extract<RecordResult, { outcome: 'recorded' | 'repeated' }>>;
  append(scope: WorkScope, event: NewBuildEvent): Promise<void>;
  /** Any other use of the database by work in progress, with the same patience. */
  patiently<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T>;
}

function checkEvent<E extends NewBuildEvent>(event: E): E {
  const payload = buildEventPayloads[event.type].parse(event.payload);
  // The schema of this very type gave the payload, which TypeScript cannot tie to `E`.
  return { ...event, payload } as E;
}

function checkEntry(entry: BuildEntry): BuildEntry {
  const { events } = entry;
  return {
    ...entry,
    events:
      typeof events === 'function'
        ? (build, steps) => events(build, steps).map(checkEvent)
        : events.map(checkEvent),
  };
}

export function createBuildRecorder(options: {
  log: BuildLog;
  notify: (buildId: string, sequence: number) => void;
}): BuildRecorder {
  const { log, notify } = options;

  function patiently<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    return retry(work, {
      attempts: Number.POSITIVE_INFINITY,
      baseMs: 100,
      maxMs: 5_000,
      isRetryable: (error) => isSandsmithError(error, 'database.unavailable'),
      signal,
    });
  }

  async function change(entry: BuildEntry): Promise<RecordResult> {
    const result = await log.record(checkEntry(entry));
    if (result.outcome === 'recorded')
      for (const event of result.events) notify(entry.buildId, event.sequence);
    return result;
  }

  return {
    change,
    patiently,
    async record({ buildId, round, signal }, entry) {
      const whole = { from: workingStatuses, ...entry, buildId, round };
      const result = await patiently(signal, () => change(whole));
      if (result.outcome === 'refused') throw new StoppedError();
      return result;
    },
    async append({ buildId, round, signal }, event) {
      const checked = checkEvent(event);
      const guard = { buildId, round, from: workingStatuses };
      const sequence = await patiently(signal, () => log.append(guard, checked));
      if (sequence === undefined) throw new StoppedError();
      notify(buildId, sequence);
    },
  };
}
