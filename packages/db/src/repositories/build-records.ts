import type {
  Budget,
  BuildFailure,
  BuildStatus,
  BuildSummary,
  BuildView,
  Usage,
} from '@sandsmith/contracts/domain/build';
import type { BuildId, DocumentId, ProjectId } from '@sandsmith/contracts/domain/ids';
import type { Plan, StepStatus } from '@sandsmith/contracts/domain/plan';
import type {
  BuildArtifact as ArtifactRow,
  Build as Row,
  BuildStatus as RowStatus,
  BuildStep as StepRow,
} from '../../generated/prisma/client.ts';

/** A build as stored: its plan as defined, without the steps' working state. */
export interface BuildRecord extends Omit<BuildView, 'plan' | 'artifacts' | 'title'> {
  plan: Plan | null;
  round: number;
  roundAt: string;
}

export interface StepRecord {
  stepId: string;
  status: StepStatus;
  attempts: number;
  exitCode: number | null;
  startedAt: string | null;
  finishedAt: string | null;
}

export interface ArtifactRecord {
  path: string;
  stepId: string;
  mediaType: string;
  bytes: number;
  sha256: string;
  storedPath: string;
  createdAt: string;
}

/** Prisma's enum names cannot hold a dash. */
export function toRowStatus(status: BuildStatus): RowStatus {
  return status === 'awaiting-approval' ? 'awaiting_approval' : status;
}

function toStatus(status: RowStatus): BuildStatus {
  return status === 'awaiting_approval' ? 'awaiting-approval' : status;
}

export function usageOf(row: Pick<Row, 'inputTokens' | 'outputTokens' | 'costUsd'>): Usage {
  return { inputTokens: row.inputTokens, outputTokens: row.outputTokens, costUsd: row.costUsd };
}

export function toBuildRecord(row: Row): BuildRecord {
  // The JSON columns are written by the build log alone, from these types.
  const plan = row.plan as unknown as Plan | null;
  const failure = row.failure as unknown as BuildFailure | null;
  const budget = row.budget as unknown as Budget | null;
  return {
    id: row.id as BuildId,
    projectId: row.projectId as ProjectId,
    status: toStatus(row.status),
    spec: row.spec,
    provider: row.provider,
    model: row.model,
    approval: row.approval,
    documentIds: row.documentIds as DocumentId[],
    plan,
    summary: row.summary,
    failure,
    budget,
    usage: usageOf(row),
    round: row.round,
    roundAt: row.roundAt.toISOString(),
    lastSequence: row.lastSequence,
    createdAt: row.createdAt.toISOString(),
    approvedAt: row.approvedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}

export function toBuildSummary(row: Row): BuildSummary {
  const { id, projectId, status, spec, provider, model, plan, createdAt, finishedAt } = toBuildRecord(row);
  return { id, projectId, status, spec, provider, model, title: plan?.title ?? null, createdAt, finishedAt };
}

export function toStepRecord(row: StepRow): StepRecord {
  return {
    stepId: row.stepId,
    // Written by the build log alone, from the same type.
    status: row.status as StepStatus,
    attempts: row.attempts,
    exitCode: row.exitCode,
    startedAt: row.startedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}

export function toArtifactRecord(row: ArtifactRow): ArtifactRecord {
  const { path, stepId, mediaType, sha256, storedPath } = row;
  const createdAt = row.createdAt.toISOString();
  return { path, stepId, mediaType, bytes: Number(row.bytes), sha256, storedPath, createdAt };
}
