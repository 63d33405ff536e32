import type { ErrorCode } from '@sandsmith/contracts/error-codes';
import type { DocumentRecord, DocumentRepository } from '@sandsmith/db/repositories/documents';
import type { ProjectRecord, ProjectRepository } from '@sandsmith/db/repositories/projects';
import type { RunRecord, RunRepository } from '@sandsmith/db/repositories/runs';
import { SandsmithError } from '@sandsmith/foundation/errors';
import type { Principal } from './principal.ts';

/**
 * Who may touch what: what is yours, and nothing else. What belongs to another is answered like what does not exist,
 * so that ids cannot be probed.
 */
export interface Ownership {
  project(principal: Principal, id: string): Promise<ProjectRecord>;
  document(principal: Principal, id: string): Promise<DocumentRecord>;
  /** Builds are read by whoever keeps them; this checks the project that one belongs to. */
  build<B extends { projectId: string }>(principal: Principal, build: B | undefined): Promise<B>;
  run(principal: Principal, id: string): Promise<RunRecord>;
}

export interface OwnershipOptions {
  projects: ProjectRepository;
  documents: DocumentRepository;
  runs: RunRepository;
}

export function createOwnership({ projects, documents, runs }: OwnershipOptions): Ownership {
  async function isOwner(principal: Principal, projectId: string): Promise<boolean> {
    return (await projects.findById(projectId))?.ownerId === principal.userId;
  }
  return {
    async project(principal, id) {
      const project = await projects.findById(id);
      if (project?.ownerId !== principal.userId)
        throw notFound('project.not-found', 'project', 'GET /api/v1/projects');
      return project;
    },
    async document(principal, id) {
      const document = await documents.findById(id);
      if (document && (await isOwner(principal, document.projectId))) return document;
      throw notFound('document.not-found', 'document', 'GET /api/v1/projects/{id}/documents');
    },
    async build(principal, build) {
      if (build && (await isOwner(principal, build.projectId))) return build;
      throw notFound('build.not-found', 'build', 'GET /api/v1/projects/{id}/builds');
    },
    async run(principal, id) {
      const run = await runs.findById(id);
      if (run?.userId === principal.userId) return run;
      throw notFound('run.not-found', 'run', 'the answer of POST /api/v1/runs');
    },
  };
}

function notFound(code: ErrorCode, what: string, where: string): SandsmithError {
  return new SandsmithError({
    code,
    message: `There is no such ${what} among yours. It may have been deleted; yours are in ${where}.`,
  });
}
