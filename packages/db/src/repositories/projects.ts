import type { ProjectId } from '@sandsmith/contracts/domain/ids';
import type { Project } from '@sandsmith/contracts/domain/project';
import { newId } from '@sandsmith/foundation/ids';
import type { PrismaClient, Project as Row } from '../../generated/prisma/client.ts';

export interface ProjectRecord extends Project {
  ownerId: string;
}

export interface ProjectRepository {
  create(project: {
    ownerId: string;
    name: string;
    description?: string;
    isSample?: boolean;
  }): Promise<ProjectRecord>;
  findById(id: string): Promise<ProjectRecord | undefined>;
  /** Newest first. */
  listByOwner(ownerId: string): Promise<ProjectRecord[]>;
  /** Undefined where it does not exist. */
  update(id: string, change: { name?: string; description?: string }): Promise<ProjectRecord | undefined>;
  /** With its documents, builds and checkpoints; false where it does not exist. */
  remove(id: string): Promise<boolean>;
}

function toRecord(row: Row): ProjectRecord {
  return {
    id: row.id as ProjectId,
    ownerId: row.ownerId,
    name: row.name,
    description: row.description,
    isSample: row.isSample,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

export function createProjectRepository(prisma: PrismaClient): ProjectRepository {
  return {
    async create(project) {
      return toRecord(await prisma.project.create({ data: { id: newId(), ...project } }));
    },
    async findById(id) {
      const row = await prisma.project.findUnique({ where: { id } });
      return row ? toRecord(row) : undefined;
    },
    async listByOwner(ownerId) {
      const rows = await prisma.project.findMany({
        where: { ownerId },
        orderBy: [{ updatedAt: 'desc' }, { id: 'desc' }],
      });
      return rows.map(toRecord);
    },
    async update(id, change) {
      const rows = await prisma.project.updateManyAndReturn({ where: { id }, data: change });
      return rows[0] ? toRecord(rows[0]) : undefined;
    },
    async remove(id) {
      const { count } = await prisma.project.deleteMany({ where: { id } });
      return count > 0;
    },
  };
}
