import type { BuildId, CheckpointId } from '@sandsmith/contracts/domain/ids';
import type { Checkpoint } from '@sandsmith/contracts/domain/project';
import { newId } from '@sandsmith/foundation/ids';
import type { PrismaClient, Checkpoint as Row } from '../../generated/prisma/client.ts';
import { toJsonValue } from '../json-value.ts';

/** One file of a checkpoint; its content lives in the workspace's store by its hash. */
export interface ManifestFile {
  path: string;
  bytes: number;
  sha256: string;
  modifiedAt: string;
}

export interface CheckpointRecord extends Checkpoint {
  projectId: string;
  manifest: ManifestFile[];
}

export interface CheckpointRepository {
  create(checkpoint: {
    id?: string;
    projectId: string;
    label: string;
    manifest: ManifestFile[];
    buildId?: string;
    restoredFromId?: string;
  }): Promise<CheckpointRecord>;
  findById(id: string): Promise<CheckpointRecord | undefined>;
  /** Newest first. */
  listByProject(projectId: string): Promise<CheckpointRecord[]>;
}

function toRecord(row: Row): CheckpointRecord {
  // Written by `create` alone, from the same type.
  const manifest = row.manifest as unknown as ManifestFile[];
  return {
    id: row.id as CheckpointId,
    projectId: row.projectId,
    label: row.label,
    fileCount: manifest.length,
    manifest,
    buildId: row.buildId as BuildId | null,
    restoredFromId: row.restoredFromId as CheckpointId | null,
    createdAt: row.createdAt.toISOString(),
  };
}

export function createCheckpointRepository(prisma: PrismaClient): CheckpointRepository {
  return {
    async create(checkpoint) {
      const id = checkpoint.id ?? newId();
      const manifest = toJsonValue(checkpoint.manifest);
      // The same id again is the same checkpoint, told once more after a crash.
      const row = await prisma.checkpoint.upsert({
        where: { id },
        create: { ...checkpoint, id, manifest },
        update: {},
      });
      return toRecord(row);
    },
    async findById(id) {
      const row = await prisma.checkpoint.findUnique({ where: { id } });
      return row ? toRecord(row) : undefined;
    },
    async listByProject(projectId) {
      const rows = await prisma.checkpoint.findMany({
        where: { projectId },
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      });
      return rows.map(toRecord);
    },
  };
}
