import { mkdir, rm } from 'node:fs/promises';
import { createOwnership, type Ownership } from '@sandsmith/auth/ownership';
import { loadSecretKey } from '@sandsmith/crypto/secret-key';
import { SandsmithError } from '@sandsmith/foundation/errors';
import { createDiskWorkspace } from '@sandsmith/workspace/disk/disk-workspace';
import type { Workspace } from '@sandsmith/workspace/workspace-port';
import type { Request } from 'express';
import type { Logger as PinoLogger } from 'pino';
import { type Config, dataPaths } from '../config.ts';
import { type CheckpointService, createCheckpointService } from '../projects/checkpoint-service.ts';
import { createProjectService, type ProjectService } from '../projects/project-service.ts';
import { createMetrics, type Metrics } from '../system/metrics.ts';
import { type Auth, createAuth } from './create-auth.ts';
import { createSharedState, type SharedState } from './create-kv.ts';
import { createStore, type Store } from './create-store.ts';
import type { Lifecycle } from './lifecycle.ts';

/** Everything a request may need. Made here and nowhere else. */
export interface Context {
  config: Config;
  log: PinoLogger;
  /** Aborted when the server begins to stop. */
  stopping: AbortController;
  store: Store;
  shared: SharedState;
  metrics: Metrics;
  auth: Auth;
  access: Ownership;
  workspace: Workspace;
  projects: ProjectService;
  checkpoints: CheckpointService;
  /** Resolves where requests can be served; throws where the database is away or the server stops. */
  checkReady(): Promise<void>;
  /** Whether the person came over HTTPS, to this server or to the proxy before it. */
  isSecure(request: Request): boolean;
}

export interface ContextOptions {
  config: Config;
  log: PinoLogger;
  stopping: AbortController;
  lifecycle: Lifecycle;
}

/** Starts the parts in the order they need each other; `lifecycle` ends them in the reverse. */
export async function createContext(options: ContextOptions): Promise<Context> {
  const { config, log, stopping, lifecycle } = options;
  const paths = dataPaths(config);
  await mkdir(config.dataDirectory, { recursive: true, mode: 0o700 });
  await rm(paths.incoming, { recursive: true, force: true });
  const secretKey = config.secretKey ?? (await loadSecretKey({ file: paths.secretKey }));
  const store = await createStore({ config, logger: log, lifecycle });
  const { repositories, database } = store;
  const shared = createSharedState({ config, logger: log, lifecycle });
  const workspace = createDiskWorkspace({ root: config.workspaceDirectory });
  const access = createOwnership(repositories);
  return {
    config,
    log,
    stopping,
    store,
    shared,
    workspace,
    access,
    metrics: createMetrics({ kvKind: shared.kv.kind, countBuildsByStatus: async () => [] }),
    auth: createAuth({ config, repositories, ...shared, secretKey }),
    projects: createProjectService({
      access,
      projects: repositories.projects,
      beforeRemoval: [],
      afterRemoval: [(projectId) => workspace.removeProject(projectId)],
    }),
    checkpoints: createCheckpointService({ access, checkpoints: repositories.checkpoints, workspace }),
    async checkReady() {
      if (stopping.signal.aborted)
        throw new SandsmithError({
          code: 'server.stopping',
          message: 'The server is stopping. Try again once it is back.',
          isRetryable: true,
        });
      await database.ping();
    },
    isSecure: (request) => request.secure || (config.publicUrl?.startsWith('https:') ?? false),
  };
}
