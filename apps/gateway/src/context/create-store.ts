import { createDatabase, type Database } from '@sandsmith/db/database';
import { createEmbeddedPostgres } from '@sandsmith/db/embedded/embedded-postgres';
import { migrate } from '@sandsmith/db/migrate';
import { type ApiKeyRepository, createApiKeyRepository } from '@sandsmith/db/repositories/api-keys';
import {
  type AuthSessionRepository,
  createAuthSessionRepository,
} from '@sandsmith/db/repositories/auth-sessions';
import {
  type CheckpointRepository,
  createCheckpointRepository,
} from '@sandsmith/db/repositories/checkpoints';
import {
  type CredentialRepository,
  createCredentialRepository,
} from '@sandsmith/db/repositories/credentials';
import { createDocumentRepository, type DocumentRepository } from '@sandsmith/db/repositories/documents';
import {
  createInstanceSettingRepository,
  type InstanceSettingRepository,
} from '@sandsmith/db/repositories/instance-settings';
import { createProjectRepository, type ProjectRepository } from '@sandsmith/db/repositories/projects';
import { createRunRepository, type RunRepository } from '@sandsmith/db/repositories/runs';
import { createUserRepository, type UserRepository } from '@sandsmith/db/repositories/users';
import type { Logger } from '@sandsmith/foundation/logger';
import { type Config, dataPaths } from '../config.ts';
import type { Lifecycle } from './lifecycle.ts';

export interface Repositories {
  users: UserRepository;
  authSessions: AuthSessionRepository;
  apiKeys: ApiKeyRepository;
  credentials: CredentialRepository;
  projects: ProjectRepository;
  checkpoints: CheckpointRepository;
  documents: DocumentRepository;
  runs: RunRepository;
  settings: InstanceSettingRepository;
}

export interface Store {
  database: Database;
  /** embedded: our own server below the data directory. */
  kind: 'embedded' | 'external';
  repositories: Repositories;
}

/** The database, started and up to date: the one of DATABASE_URL, or our own. */
export async function createStore(options: {
  config: Config;
  logger: Logger;
  lifecycle: Lifecycle;
}): Promise<Store> {
  const { config, logger, lifecycle } = options;
  const url = config.databaseUrl ?? (await startEmbedded(options));
  await migrate({ url, logger });
  const database = createDatabase({ url });
  lifecycle.add('database', () => database.close());
  await database.start();
  const kind = config.databaseUrl === undefined ? 'embedded' : 'external';
  return { database, kind, repositories: createRepositories(database) };
}

async function startEmbedded(options: {
  config: Config;
  logger: Logger;
  lifecycle: Lifecycle;
}): Promise<string> {
  const { config, logger, lifecycle } = options;
  const postgres = createEmbeddedPostgres({ directory: dataPaths(config).postgres, logger });
  lifecycle.add('postgres', () => postgres.close(), { withinMs: 5_000 });
  return (await postgres.start()).url;
}

function createRepositories({ prisma }: Database): Repositories {
  return {
    users: createUserRepository(prisma),
    authSessions: createAuthSessionRepository(prisma),
    apiKeys: createApiKeyRepository(prisma),
    credentials: createCredentialRepository(prisma),
    projects: createProjectRepository(prisma),
    checkpoints: createCheckpointRepository(prisma),
    documents: createDocumentRepository(prisma),
    runs: createRunRepository(prisma),
    settings: createInstanceSettingRepository(prisma),
  };
}
