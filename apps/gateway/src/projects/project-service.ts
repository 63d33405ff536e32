import type { Ownership } from '@sandsmith/auth/ownership';
import type { Principal } from '@sandsmith/auth/principal';
import type { Project } from '@sandsmith/contracts/domain/project';
import type { ProjectRecord, ProjectRepository } from '@sandsmith/db/repositories/projects';
import { SandsmithError } from '@sandsmith/foundation/errors';

export interface ProjectService {
  list(principal: Principal): Promise<Project[]>;
  read(principal: Principal, id: string): Promise<Project>;
  create(principal: Principal, project: { name: string; description?: string }): Promise<Project>;
  update(principal: Principal, id: string, change: { name?: string; description?: string }): Promise<Project>;
  /** With everything in it: running builds are stopped first. */
  remove(principal: Principal, id: string): Promise<void>;
}

export interface ProjectServiceOptions {
  access: Ownership;
  projects: ProjectRepository;
  /** What else goes with a project, in this order: builds stopped, stored files removed. */
  beforeRemoval: ((projectId: string) => Promise<void>)[];
  afterRemoval: ((projectId: string) => Promise<void>)[];
}

export function createProjectService(options: ProjectServiceOptions): ProjectService {
  const { access, projects, beforeRemoval, afterRemoval } = options;
  return {
    list: async (principal) => (await projects.listByOwner(principal.userId)).map(toProject),
    read: async (principal, id) => toProject(await access.project(principal, id)),
    create: async (principal, project) =>
      toProject(await projects.create({ ownerId: principal.userId, ...project })),
    async update(principal, id, change) {
      await access.project(principal, id);
      const updated = await projects.update(id, change);
      if (updated) return toProject(updated);
      throw new SandsmithError({
        code: 'project.not-found',
        message: 'The project was deleted meanwhile. Choose another one.',
      });
    },
    async remove(principal, id) {
      await access.project(principal, id);
      for (const step of beforeRemoval) await step(id);
      await projects.remove(id);
      for (const step of afterRemoval) await step(id);
    },
  };
}

function toProject({ id, name, description, isSample, createdAt, updatedAt }: ProjectRecord): Project {
  return { id, name, description, isSample, createdAt, updatedAt };
}
