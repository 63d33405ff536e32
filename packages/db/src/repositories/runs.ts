import type { Artifact } from '@sandsmith/contracts/domain/artifact';
import type { RunResult, RunStatus } from '@sandsmith/contracts/domain/run';
import type { PrismaClient, Run as Row } from '../../generated/prisma/client.ts';
import { toJsonValue } from '../json-value.ts';
import { inTransaction } from '../transaction.ts';

export interface RunRecord {
  id: string;
  userId: string;
  language: string;
  status: 'queued' | 'running' | RunStatus;
  result: RunResult | null;
  createdAt: Date;
  finishedAt: Date | null;
}

export interface StoredRunArtifact extends Artifact {
  storedPath: string;
}

export interface RunRepository {
  create(run: { id: string; userId: string; language: string }): Promise<RunRecord>;
  findById(id: string): Promise<RunRecord | undefined>;
  markRunning(id: string): Promise<void>;
  /** Stores the result with the artifacts; a run that has finished stays as it is. */
  finish(result: RunResult, artifacts: StoredRunArtifact[]): Promise<void>;
  findArtifact(runId: string, path: string): Promise<StoredRunArtifact | undefined>;
  /** Runs that a server left unfinished when it died. */
  listUnfinished(): Promise<RunRecord[]>;
}

function toRecord(row: Row): RunRecord {
  // Both are written by this repository alone, from the same types.
  const status = row.status as RunRecord['status'];
  return { ...row, status, result: row.result as unknown as RunResult | null };
}

export function createRunRepository(prisma: PrismaClient): RunRepository {
  return {
    async create(run) {
      return toRecord(await prisma.run.create({ data: run }));
    },
    async findById(id) {
      const row = await prisma.run.findUnique({ where: { id } });
      return row ? toRecord(row) : undefined;
    },
    async markRunning(id) {
      await prisma.run.updateMany({ where: { id, status: 'queued' }, data: { status: 'running' } });
    },
    async finish(result, artifacts) {
      const change = {
        where: { id: result.id, finishedAt: null },
        data: { status: result.status, result: toJsonValue(result), finishedAt: new Date() },
      };
      if (artifacts.length === 0) {
        await prisma.run.updateMany(change);
        return;
      }
      await inTransaction(prisma, async (transaction) => {
        const { count } = await transaction.run.updateMany(change);
        if (count === 0) return;
        const data = artifacts.map(({ path, mediaType, bytes, storedPath }) => {
          return { runId: result.id, path, mediaType, bytes: BigInt(bytes), storedPath };
        });
        await transaction.runArtifact.createMany({ data, skipDuplicates: true });
      });
    },
    async findArtifact(runId, path) {
      const row = await prisma.runArtifact.findUnique({ where: { runId_path: { runId, path } } });
      return row
        ? { path: row.path, mediaType: row.mediaType, bytes: Number(row.bytes), storedPath: row.storedPath }
        : undefined;
    },
    async listUnfinished() {
      return (await prisma.run.findMany({ where: { finishedAt: null } })).map(toRecord);
    },
  };
}
