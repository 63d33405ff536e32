import type { BuildFailure, BuildStatus, Usage } from '@sandsmith/contracts/domain/build';
import type { Plan, StepStatus } from '@sandsmith/contracts/domain/plan';
import type { BuildEvent, BuildEventPayload, BuildEventType } from '@sandsmith/contracts/events/build-events';
import { Prisma, type PrismaClient, type BuildEvent as Row } from '../../generated/prisma/client.ts';
import { toJsonValue, toStorableText } from '../json-value.ts';
import { inTransaction, type Transaction } from '../transaction.ts';
import {
  type ArtifactRecord,
  type BuildRecord,
  type StepRecord,
  toBuildRecord,
  toRowStatus,
  toStepRecord,
} from './build-records.ts';

/** An event before it has its number. */
export type NewBuildEvent = {
  [T in BuildEventType]: { type: T; stepId?: string; payload: BuildEventPayload<T> };
}[BuildEventType];

export interface BuildChange {
  status?: BuildStatus;
  plan?: Plan;
  summary?: string | null;
  failure?: BuildFailure | null;
  /** Added to what was used. */
  usage?: Usage;
  /** Begins the next round now. */
  nextRound?: boolean;
  approvedAt?: Date;
  finishedAt?: Date | null;
}

export interface StepChange {
  stepId: string;
  status?: StepStatus;
  attempts?: number;
  exitCode?: number | null;
  startedAt?: Date | null;
  finishedAt?: Date | null;
}

/** A change of a build, its steps and its events that happens as a whole or not at all. */
export interface BuildEntry {
  buildId: string;
  /** The states in which this may happen; in any other nothing happens. */
  from: readonly BuildStatus[];
  /** Where set, nothing happens once a later round has begun. */
  round?: number;
  /** Names the occurrence: where it was recorded before, nothing happens again. */
  once?: string;
  build?: BuildChange;
  /** A function sees the build and its steps as they were, under the lock. */
  steps?: readonly StepChange[] | ((before: BuildRecord, steps: StepRecord[]) => readonly StepChange[]);
  artifacts?: readonly Omit<ArtifactRecord, 'createdAt'>[];
  /** A function sees the build as it became, and its steps as they were. */
  events: readonly NewBuildEvent[] | ((after: BuildRecord, steps: StepRecord[]) => readonly NewBuildEvent[]);
}

export type RecordResult =
  | { outcome: 'recorded' | 'repeated'; build: BuildRecord; events: BuildEvent[] }
  /** The build is in another state or round, or does not exist. */
  | { outcome: 'refused'; build: BuildRecord | undefined };

export interface BuildLog {
  record(entry: BuildEntry): Promise<RecordResult>;
  /** One event and nothing else, in one statement; its number, or undefined where it was refused. */
  append(
    entry: { buildId: string; from: readonly BuildStatus[]; round?: number },
    event: NewBuildEvent,
  ): Promise<number | undefined>;
  /** The first event of what was recorded under this name. */
  findOnce(buildId: string, once: string): Promise<BuildEvent | undefined>;
  /** Events after a number, in order. */
  list(buildId: string, page: { after: number; limit: number }): Promise<BuildEvent[]>;
}

export function toBuildEvent(row: Row): BuildEvent {
  // Payloads are validated before they are stored.
  const payload = row.payload as object;
  const envelope = {
    buildId: row.buildId,
    sequence: row.sequence,
    ...(row.stepId === null ? {} : { stepId: row.stepId }),
    time: row.time.toISOString(),
    type: row.type,
  };
  return { ...payload, ...envelope } as BuildEvent;
}

function toData(change: BuildChange): Prisma.BuildUpdateInput {
  const { status, plan, failure, usage, nextRound, summary, ...rest } = change;
  return {
    ...rest,
    ...(summary !== undefined && { summary: summary === null ? null : toStorableText(summary) }),
    ...(status && { status: toRowStatus(status) }),
    ...(plan && { plan: toJsonValue(plan) }),
    ...(failure !== undefined && { failure: failure ? toJsonValue(failure) : Prisma.DbNull }),
    ...(nextRound && { round: { increment: 1 }, roundAt: new Date() }),
    ...(usage && {
      inputTokens: { increment: usage.inputTokens },
      outputTokens: { increment: usage.outputTokens },
      costUsd: { increment: usage.costUsd },
    }),
  };
}

async function writeSteps(transaction: Transaction, buildId: string, steps: readonly StepChange[]) {
  for (const { stepId, ...change } of steps) {
    await transaction.buildStep.upsert({
      where: { buildId_stepId: { buildId, stepId } },
      create: { buildId, stepId, ...change },
      update: change,
    });
  }
}

async function writeArtifacts(
  transaction: Transaction,
  buildId: string,
  artifacts: NonNullable<BuildEntry['artifacts']>,
) {
  for (const artifact of artifacts) {
    const content = { ...artifact, bytes: BigInt(artifact.bytes), createdAt: new Date() };
    await transaction.buildArtifact.upsert({
      where: { buildId_path: { buildId, path: artifact.path } },
      create: { buildId, ...content },
      update: content,
    });
  }
}

async function recordWithin(transaction: Transaction, entry: BuildEntry): Promise<RecordResult> {
  const { buildId, once } = entry;
  // The lock puts everything that is recorded of one build in one order, which its numbers follow.
  await transaction.$queryRaw`SELECT 1 FROM builds WHERE id = ${buildId}::uuid FOR UPDATE`;
  const row = await transaction.build.findUnique({ where: { id: buildId } });
  if (!row) return { outcome: 'refused', build: undefined };
  const before = toBuildRecord(row);
  if (once) {
    const where = { buildId_dedupeKey: { buildId, dedupeKey: once } };
    const known = await transaction.buildEvent.findUnique({ where });
    if (known) return { outcome: 'repeated', build: before, events: [toBuildEvent(known)] };
  }
  const isRound = entry.round === undefined || entry.round === before.round;
  if (!isRound || !entry.from.includes(before.status)) return { outcome: 'refused', build: before };

  let after = await transaction.build.update({ where: { id: buildId }, data: toData(entry.build ?? {}) });
  const isComputed = typeof entry.steps === 'function' || typeof entry.events === 'function';
  const stepRows = isComputed ? await transaction.buildStep.findMany({ where: { buildId } }) : [];
  const stepsBefore = stepRows.map(toStepRecord);
  const steps = typeof entry.steps === 'function' ? entry.steps(before, stepsBefore) : (entry.steps ?? []);
  await writeSteps(transaction, buildId, steps);
  await writeArtifacts(transaction, buildId, entry.artifacts ?? []);
  const { events: given } = entry;
  const events = typeof given === 'function' ? given(toBuildRecord(after), stepsBefore) : given;
  if (events.length === 0) return { outcome: 'recorded', build: toBuildRecord(after), events: [] };
  after = await transaction.build.update({
    where: { id: buildId },
    data: { lastSequence: { increment: events.length } },
  });
  const first = after.lastSequence - events.length + 1;
  const time = new Date();
  const data = events.map(({ type, stepId, payload }, index) => ({
    buildId,
    sequence: first + index,
    type,
    stepId: stepId ?? null,
    payload: toJsonValue(payload),
    dedupeKey: index === 0 ? (once ?? null) : null,
    time,
  }));
  const rows = await transaction.buildEvent.createManyAndReturn({ data });
  rows.sort((left, right) => left.sequence - right.sequence);
  return { outcome: 'recorded', build: toBuildRecord(after), events: rows.map(toBuildEvent) };
}

export function createBuildLog(prisma: PrismaClient): BuildLog {
  return {
    record: (entry) => inTransaction(prisma, (transaction) => recordWithin(transaction, entry)),
    async append({ buildId, from, round }, { type, stepId, payload }) {
      const statuses = [...from] as string[];
      const rows = await prisma.$queryRaw<{ sequence: number }[]>`
        WITH bumped AS (
          UPDATE builds SET last_sequence = last_sequence + 1
          WHERE id = ${buildId}::uuid AND status::text = ANY(${statuses})
            AND (${round ?? null}::integer IS NULL OR round = ${round ?? null}::integer)
          RETURNING last_sequence
        )
        INSERT INTO build_events (build_id, sequence, type, step_id, payload, time)
        SELECT ${buildId}::uuid, last_sequence, ${type}, ${stepId ?? null}::text,
          ${JSON.stringify(toJsonValue(payload))}::jsonb, clock_timestamp()
        FROM bumped RETURNING sequence`;
      return rows[0]?.sequence;
    },
    async findOnce(buildId, once) {
      const where = { buildId_dedupeKey: { buildId, dedupeKey: once } };
      const row = await prisma.buildEvent.findUnique({ where });
      return row ? toBuildEvent(row) : undefined;
    },
    async list(buildId, { after, limit }) {
      const rows = await prisma.buildEvent.findMany({
        where: { buildId, sequence: { gt: after } },
        orderBy: { sequence: 'asc' },
        take: limit,
      });
      return rows.map(toBuildEvent);
    },
  };
}
