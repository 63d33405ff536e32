import { createOwnership, type Ownership } from '@sandsmith/auth/ownership';
import { createSealer } from '@sandsmith/crypto/sealing';
import { deriveKey, loadSecretKey } from '@sandsmith/crypto/secret-key';
import { SandsmithError } from '@sandsmith/foundation/errors';
import type { Request } from 'express';
import type { Logger as PinoLogger } from 'pino';
import { type Config, dataPaths } from '../config.ts';
import { type ArtifactAddresses, createArtifactAddresses } from '../http/artifact-addresses.ts';
import { type CheckpointService, createCheckpointService } from '../projects/checkpoint-service.ts';
import { createProjectService, type ProjectService } from '../projects/project-service.ts';
import { createProviderService, type ProviderService } from '../providers/provider-service.ts';
import { createRunService, type RunService } from '../runs/run-service.ts';
import type { SessionService } from '../sessions/session-service.ts';
import { createHealth, type Health } from '../system/health.ts';
import { createMetrics, type Metrics } from '../system/metrics.ts';
import { type Auth, createAuth } from './create-auth.ts';
import { type Builds, createBuilds } from './create-builds.ts';
import { createDocuments, type Documents } from './create-documents.ts';
import { createSharedState, type SharedState } from './create-kv.ts';
import { createPreviews, type Previews } from './create-previews.ts';
import { createSessions } from './create-sessions.ts';
import { createStore, type Store } from './create-store.ts';
import { createTools, type Tools } from './create-work.ts';
import { prepareDataDirectory } from './data-directory.ts';
import type { Lifecycle } from './lifecycle.ts';

/** Everything a request may need. Made here and nowhere else. */
export interface Context extends Tools, Documents, Builds {
  config: Config;
  log: PinoLogger;
  /** Aborted when the server begins to stop. */
  stopping: AbortController;
  store: Store;
  shared: SharedState;
  metrics: Metrics;
  auth: Auth;
  access: Ownership;
  projects: ProjectService;
  checkpoints: CheckpointService;
  runs: RunService;
  /** Of the sandbox, not of sign-ins. */
  sessions: SessionService;
  previews: Previews;
  providers: ProviderService;
  health: Health;
  artifactAddresses: ArtifactAddresses;
  /** Where the server listens, once it does. */
  address: { url?: string };
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
  await prepareDataDirectory(config);
  const secretKey = config.secretKey ?? (await loadSecretKey({ file: dataPaths(config).secretKey }));
  const shared = createSharedState({ config, logger: log, lifecycle });
  const store = await createStore({ config, logger: log, lifecycle });
  stopping.signal.throwIfAborted();
  const { repositories } = store;
  const access = createOwnership(repositories);
  const tools = await createTools({ config, repositories, logger: log, lifecycle });
  const parts = { config, logger: log, lifecycle, access, kv: shared.kv };
  const documents = await createDocuments({ ...parts, ...tools, repository: repositories.documents });
  const sessions = createSessions({ ...repositories, ...parts, ...tools });
  const metrics = createMetrics({
    kvKind: shared.kv.kind,
    countBuildsByStatus: () => countBuilds(store),
    countDocumentsWaiting: documents.profiling.waiting,
    countSessions: sessions.count,
  });
  const providers = createProviderService({
    credentials: repositories.credentials,
    sealer: createSealer({ key: deriveKey(secretKey, 'credentials') }),
    models: config.models,
  });
  const artifactAddresses = createArtifactAddresses({ key: deriveKey(secretKey, 'artifact-addresses') });
  const builds = await createBuilds({
    ...{ ...parts, store, tools, providers },
    profiling: documents.profiling,
    addresses: artifactAddresses,
  });
  const address: Context['address'] = {};
  const auth = createAuth({ config, repositories, ...shared, secretKey });
  return {
    ...{ config, log, stopping, store, shared, access, metrics, providers, address, sessions },
    ...tools,
    ...documents,
    ...builds,
    auth,
    previews: await createPreviews({ ...parts, secretKey, sessions, auth, ownUrl: () => address.url }),
    artifactAddresses,
    runs: await startRuns({ ...parts, ...tools, repositories, metrics }),
    projects: createProjects({ ...tools, ...documents, ...builds, access, repositories, sessions }),
    checkpoints: createCheckpointService({ access, ...repositories, ...tools }),
    health: createHealth({ config, store, kv: shared.kv, ...tools, providers, address: () => address.url }),
    checkReady: () => checkReady(store, stopping),
    isSecure: (request) => request.secure || (config.publicUrl?.startsWith('https:') ?? false),
  };
}

async function startRuns(
  options: Pick<Context, 'config' | 'access' | 'metrics' | 'sandbox'> & {
    logger: PinoLogger;
    lifecycle: Lifecycle;
    kv: SharedState['kv'];
    repositories: Store['repositories'];
  },
): Promise<RunService> {
  const { config, repositories, lifecycle } = options;
  const runs = createRunService({ ...options, runs: repositories.runs, dataDirectory: config.dataDirectory });
  lifecycle.add('runs', () => runs.close());
  await runs.start();
  return runs;
}

function createProjects(
  options: Pick<Context, 'access' | 'workspace' | 'documents' | 'builder' | 'sessions'> & {
    repositories: Store['repositories'];
  },
): ProjectService {
  const { access, workspace, documents, builder, sessions, repositories } = options;
  return createProjectService({
    access,
    projects: repositories.projects,
    beforeRemoval: [(id) => builder.stopProject(id), (id) => sessions.endProject(id)],
    afterRemoval: [(id) => documents.removeAll(id), (id) => workspace.removeProject(id)],
  });
}

async function countBuilds({ database }: Store): Promise<{ status: string; count: number }[]> {
  const groups = await database.prisma.build.groupBy({ by: ['status'], _count: true });
  return groups.map(({ status, _count }) => ({ status: status.replaceAll('_', '-'), count: _count }));
}

async function checkReady({ database }: Store, { signal }: AbortController): Promise<void> {
  if (signal.aborted)
    throw new SandsmithError({
      code: 'server.stopping',
      message: 'The server is stopping. Try again once it is back.',
      isRetryable: true,
    });
  await database.ping();
}
