import type { Budget, BuildStatus, BuildSummary } from '@sandsmith/contracts/domain/build';
import type { PrismaClient } from '../../generated/prisma/client.ts';
import { toJsonValue, toStorableText } from '../json-value.ts';
import { inTransaction, type Transaction } from '../transaction.ts';
import {
  type ArtifactRecord,
  type BuildRecord,
  type StepRecord,
  toArtifactRecord,
  toBuildRecord,
  toBuildSummary,
  toRowStatus,
  toStepRecord,
} from './build-records.ts';

export interface NewBuild {
  id: string;
  projectId: string;
  spec: string;
  documentIds: readonly string[];
  provider: string;
  model: string;
  approval: 'manual' | 'automatic';
  budget?: Budget;
}

export interface WholeBuild {
  build: BuildRecord;
  steps: StepRecord[];
  artifacts: ArtifactRecord[];
}

export interface BuildRepository {
  /** In the state `planning`, with its first event, `build.created`. */
  create(build: NewBuild): Promise<BuildRecord>;
  findById(id: string): Promise<BuildRecord | undefined>;
  /** The build with its steps' working states and its artifacts, of one moment. */
  findWhole(id: string): Promise<WholeBuild | undefined>;
  /** Newest first. */
  listByProject(projectId: string): Promise<BuildSummary[]>;
  listByStatus(statuses: readonly BuildStatus[]): Promise<BuildRecord[]>;
  /** Builds at work in the project that were asked for before this one. */
  countAhead(build: Pick<BuildRecord, 'id' | 'projectId' | 'roundAt'>): Promise<number>;
  steps(buildId: string): Promise<StepRecord[]>;
  artifacts(buildId: string): Promise<ArtifactRecord[]>;
  findArtifact(buildId: string, path: string): Promise<ArtifactRecord | undefined>;
  ownerId(buildId: string): Promise<string | undefined>;
}

export function createBuildRepository(prisma: PrismaClient): BuildRepository {
  return {
    async create(build) {
      const created = prisma.build.create({ data: newRow(build) });
      // A project that is worked on stands first in the list.
      const touched = prisma.project.update({
        where: { id: build.projectId },
        data: { updatedAt: new Date() },
      });
      const [row] = await prisma.$transaction([created, touched]);
      return toBuildRecord(row);
    },
    async findById(id) {
      const row = await prisma.build.findUnique({ where: { id } });
      return row ? toBuildRecord(row) : undefined;
    },
    findWhole: (id) =>
      inTransaction(prisma, (transaction) => readWhole(transaction, id), { isSnapshot: true }),
    async listByProject(projectId) {
      const rows = await prisma.build.findMany({
        where: { projectId },
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      });
      return rows.map(toBuildSummary);
    },
    async listByStatus(statuses) {
      const rows = await prisma.build.findMany({ where: { status: { in: statuses.map(toRowStatus) } } });
      return rows.map(toBuildRecord);
    },
    countAhead({ id, projectId, roundAt }) {
      const at = new Date(roundAt);
      return prisma.build.count({
        where: {
          projectId,
          id: { not: id },
          status: { in: ['running', 'paused'] },
          OR: [{ roundAt: { lt: at } }, { roundAt: at, id: { lt: id } }],
        },
      });
    },
    async steps(buildId) {
      return (await prisma.buildStep.findMany({ where: { buildId } })).map(toStepRecord);
    },
    async artifacts(buildId) {
      const rows = await prisma.buildArtifact.findMany({ where: { buildId }, orderBy: { path: 'asc' } });
      return rows.map(toArtifactRecord);
    },
    async findArtifact(buildId, path) {
      const row = await prisma.buildArtifact.findUnique({ where: { buildId_path: { buildId, path } } });
      return row ? toArtifactRecord(row) : undefined;
    },
    async ownerId(buildId) {
      const row = await prisma.build.findUnique({
        where: { id: buildId },
        select: { project: { select: { ownerId: true } } },
      });
      return row?.project.ownerId;
    },
  };
}

function newRow({ budget, ...build }: NewBuild) {
  const spec = toStorableText(build.spec);
  const documentIds = [...build.documentIds];
  const { id, projectId, provider, model, approval } = build;
  const payload = { spec, provider, model, documentIds, approval };
  return {
    ...{ id, projectId, spec, documentIds, provider, model, approval, lastSequence: 1 },
    ...(budget && { budget: toJsonValue(budget) }),
    events: { create: { sequence: 1, type: 'build.created', payload: toJsonValue(payload) } },
  };
}

async function readWhole(transaction: Transaction, id: string): Promise<WholeBuild | undefined> {
  const include = { steps: true, artifacts: { orderBy: { path: 'asc' as const } } };
  const row = await transaction.build.findUnique({ where: { id }, include });
  if (!row) return undefined;
  return {
    build: toBuildRecord(row),
    steps: row.steps.map(toStepRecord),
    artifacts: row.artifacts.map(toArtifactRecord),
  };
}
