import type { Ownership } from '@sandsmith/auth/ownership';
import type { Principal } from '@sandsmith/auth/principal';
import type { Builder } from '@sandsmith/builder/builder';
import type { BuildSummary, BuildView } from '@sandsmith/contracts/domain/build';
import type { Plan } from '@sandsmith/contracts/domain/plan';
import type { BuildEventPage } from '@sandsmith/contracts/events/build-events';
import type { CreateBuild } from '@sandsmith/contracts/http/builds';
import type { DocumentRepository } from '@sandsmith/db/repositories/documents';
import { isSandsmithError } from '@sandsmith/foundation/errors';
import type { Profiling } from '../documents/profiling.ts';
import type { ArtifactAddresses } from '../http/artifact-addresses.ts';
import type { ProviderService } from '../providers/provider-service.ts';
import { chooseDocuments } from './choose-documents.ts';

export interface BuildService {
  create(principal: Principal, projectId: string, build: CreateBuild): Promise<BuildView>;
  list(principal: Principal, projectId: string): Promise<BuildSummary[]>;
  read(principal: Principal, id: string): Promise<BuildView>;
  revisePlan(principal: Principal, id: string, plan: Plan): Promise<BuildView>;
  approve(principal: Principal, id: string): Promise<BuildView>;
  cancel(principal: Principal, id: string): Promise<BuildView>;
  resume(principal: Principal, id: string): Promise<BuildView>;
  events(principal: Principal, id: string, page: { after: number; limit: number }): Promise<BuildEventPage>;
  artifact(
    principal: Principal,
    id: string,
    path: string,
  ): Promise<{ hostPath: string; mediaType: string; bytes: number }>;
}

export interface BuildServiceOptions {
  builder: Builder;
  access: Ownership;
  documents: DocumentRepository;
  profiling: Profiling;
  providers: ProviderService;
  addresses: ArtifactAddresses;
}

/** What people may do with builds: ownership here, the work in the builder. */
export function createBuildService(options: BuildServiceOptions): BuildService {
  const { builder, access, providers, addresses } = options;
  const owned = async (principal: Principal, id: string) => access.build(principal, await find(builder, id));
  const view = (principal: Principal, build: BuildView) => withArtifactUrls(build, addresses, principal);

  /** An action on a build, once it is known to be the caller's. */
  const act = async (
    principal: Principal,
    id: string,
    action: () => Promise<unknown>,
  ): Promise<BuildView> => {
    await owned(principal, id);
    await action();
    return view(principal, await owned(principal, id));
  };

  return {
    async create(principal, projectId, { documentIds, provider, ...build }) {
      const project = await access.project(principal, projectId);
      const chosen = await chooseDocuments({ projectId, documentIds }, options);
      const created = await builder.createBuild({
        projectId: project.id,
        ownerId: principal.userId,
        build: {
          ...build,
          documentIds: chosen,
          provider: provider ?? (await providers.defaultProvider(principal.userId)),
        },
      });
      return view(principal, created);
    },
    async list(principal, projectId) {
      await access.project(principal, projectId);
      return builder.listBuilds(projectId);
    },
    read: async (principal, id) => view(principal, await owned(principal, id)),
    revisePlan: (principal, id, plan) => act(principal, id, () => builder.revisePlan(id, plan)),
    approve: (principal, id) => act(principal, id, () => builder.approve(id)),
    cancel: (principal, id) => act(principal, id, () => builder.cancel(id)),
    resume: (principal, id) => act(principal, id, () => builder.resume(id)),
    async events(principal, id, page) {
      await owned(principal, id);
      return builder.events(id, page);
    },
    async artifact(principal, id, path) {
      await owned(principal, id);
      return builder.artifact(id, path);
    },
  };
}

/** One answer for a build that is not there and one that is not yours: the one of `access`. */
async function find(builder: Builder, id: string): Promise<BuildView | undefined> {
  try {
    return await builder.getBuild(id);
  } catch (error) {
    if (isSandsmithError(error, 'build.not-found')) return undefined;
    throw error;
  }
}

function withArtifactUrls(build: BuildView, addresses: ArtifactAddresses, { userId }: Principal): BuildView {
  return {
    ...build,
    artifacts: build.artifacts.map((artifact) => ({
      ...artifact,
      url: addresses.sign(`/api/v1/builds/${build.id}/artifacts/${artifact.path}`, userId),
    })),
  };
}
