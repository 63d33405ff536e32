import {
  type DocumentFormat,
  type DocumentProblem,
  type DocumentProfile,
  type DocumentSummary,
  documentFormatSchema,
} from '@sandsmith/contracts/domain/document';
import type { DocumentId, ProjectId } from '@sandsmith/contracts/domain/ids';
import { newId } from '@sandsmith/foundation/ids';
import type { PrismaClient, Document as Row } from '../../generated/prisma/client.ts';
import { Prisma } from '../../generated/prisma/client.ts';
import { toJsonValue } from '../json-value.ts';

export interface DocumentRecord extends DocumentSummary {
  sha256: string;
  /** Path below the data directory. */
  storedPath: string;
  profile: DocumentProfile | null;
  problems: DocumentProblem[];
}

export interface DocumentRepository {
  /** In the state `profiling`. */
  create(document: {
    id?: string;
    projectId: string;
    name: string;
    format: DocumentFormat | null;
    bytes: number;
    sha256: string;
    storedPath: string;
  }): Promise<DocumentRecord>;
  findById(id: string): Promise<DocumentRecord | undefined>;
  /** Oldest first. */
  listByProject(projectId: string): Promise<DocumentRecord[]>;
  /** In the order of `ids`; unknown ones are left out. */
  listByIds(ids: readonly string[]): Promise<DocumentRecord[]>;
  /** Those whose profiling was cut short, to be taken up again at the start. */
  listProfiling(): Promise<DocumentRecord[]>;
  /** Undefined where the document was deleted meanwhile. */
  markReady(
    id: string,
    found: { profile: DocumentProfile; problems: DocumentProblem[] },
  ): Promise<DocumentRecord | undefined>;
  markFailed(id: string, problems: DocumentProblem[]): Promise<DocumentRecord | undefined>;
  remove(id: string): Promise<boolean>;
}

function toRecord(row: Row): DocumentRecord {
  // The JSON columns are written by this repository alone, from the same types.
  const profile = row.profile as unknown as DocumentProfile | null;
  const problems = row.problems as unknown as DocumentProblem[];
  return {
    id: row.id as DocumentId,
    projectId: row.projectId as ProjectId,
    name: row.name,
    status: row.status,
    format: documentFormatSchema.nullable().catch(null).parse(row.format),
    bytes: Number(row.bytes),
    rowCount: row.rowCount === null ? null : Number(row.rowCount),
    columnCount: profile?.columns.length ?? null,
    createdAt: row.createdAt.toISOString(),
    sha256: row.sha256,
    storedPath: row.storedPath,
    profile,
    problems,
  };
}

export function createDocumentRepository(prisma: PrismaClient): DocumentRepository {
  async function change(
    id: string,
    data: Prisma.DocumentUpdateManyMutationInput,
  ): Promise<DocumentRecord | undefined> {
    const rows = await prisma.document.updateManyAndReturn({ where: { id }, data });
    return rows[0] ? toRecord(rows[0]) : undefined;
  }
  return {
    async create(document) {
      const data = { ...document, id: document.id ?? newId(), bytes: BigInt(document.bytes) };
      return toRecord(await prisma.document.create({ data }));
    },
    async findById(id) {
      const row = await prisma.document.findUnique({ where: { id } });
      return row ? toRecord(row) : undefined;
    },
    async listByProject(projectId) {
      const rows = await prisma.document.findMany({
        where: { projectId },
        orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      });
      return rows.map(toRecord);
    },
    async listByIds(ids) {
      const rows = await prisma.document.findMany({ where: { id: { in: [...ids] } } });
      const byId = new Map(rows.map((row) => [row.id, toRecord(row)]));
      return ids.flatMap((id) => byId.get(id) ?? []);
    },
    async listProfiling() {
      return (await prisma.document.findMany({ where: { status: 'profiling' } })).map(toRecord);
    },
    markReady: (id, { profile, problems }) =>
      change(id, {
        status: 'ready',
        format: profile.format,
        rowCount: BigInt(profile.rowCount),
        profile: toJsonValue(profile),
        problems: toJsonValue(problems),
      }),
    markFailed: (id, problems) =>
      change(id, { status: 'failed', profile: Prisma.DbNull, problems: toJsonValue(problems) }),
    async remove(id) {
      const { count } = await prisma.document.deleteMany({ where: { id } });
      return count > 0;
    },
  };
}
