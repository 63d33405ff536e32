import { chmod, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type Builder, createBuilder } from '@sandsmith/builder/builder';
import type { BuildStatus, BuildView } from '@sandsmith/contracts/domain/build';
import type { BuildEvent } from '@sandsmith/contracts/events/build-events';
import type { CreateBuild } from '@sandsmith/contracts/http/builds';
import { createDatabase, type Database } from '@sandsmith/db/database';
import { createEmbeddedPostgres } from '@sandsmith/db/embedded/embedded-postgres';
import { migrate } from '@sandsmith/db/migrate';
import { createProjectRepository } from '@sandsmith/db/repositories/projects';
import { createUserRepository } from '@sandsmith/db/repositories/users';
import { delay } from '@sandsmith/foundation/delay';
import { newId } from '@sandsmith/foundation/ids';
import { silentLogger } from '@sandsmith/foundation/logger';
import { createOpenAiModel } from '@sandsmith/llm/openai/openai-model';
import { createDockerSandbox } from '@sandsmith/sandbox/docker/docker-sandbox';
import type { Sandbox } from '@sandsmith/sandbox/sandbox-port';
import { createOpenAiServer, type OpenAiServer } from '@sandsmith/test-kit/vendors/openai-server';
import { createDiskWorkspace } from '@sandsmith/workspace/disk/disk-workspace';
import type { Workspace } from '@sandsmith/workspace/workspace-port';
import { playScript, type Script } from './scripted-model.ts';

export const imagesDirectory = path.resolve(import.meta.dirname, '../../../sandbox-images');

export interface BuilderHarness {
  readonly folder: string;
  readonly url: string;
  readonly vendorUrl: string;
  readonly vendor: OpenAiServer;
  readonly database: Database;
  readonly workspace: Workspace;
  readonly builder: Builder;
  readonly projectId: string;
  readonly ownerId: string;
  /** What the vendor says from now on. */
  script: Script;
  /** A new project, so that builds do not wait for each other. */
  createProject(): Promise<string>;
  build(build?: Partial<CreateBuild>, projectId?: string): Promise<BuildView>;
  until(buildId: string, ...statuses: BuildStatus[]): Promise<BuildView>;
  untilEvent(buildId: string, wanted: (event: BuildEvent) => boolean): Promise<BuildEvent>;
  events(buildId: string): Promise<BuildEvent[]>;
  /** Closes the builder and starts another one on the same data. */
  restartBuilder(change?: (sandbox: Sandbox) => Sandbox): Promise<void>;
  closeBuilder(): Promise<void>;
  /** The database server goes away and comes back at the same address. */
  restartDatabase(options: { awayMs: number }): Promise<void>;
  close(): Promise<void>;
}

const waitMs = 60_000;

/** A builder of the given data; the process that calls it owns it. */
export function createTestBuilder(options: {
  database: Database;
  url: string;
  vendorUrl: string;
  sandbox: Sandbox;
  workspace: Workspace;
  folder: string;
}): Builder {
  const { database, url, vendorUrl, sandbox, workspace, folder } = options;
  return createBuilder({
    db: database,
    databaseUrl: url,
    executorId: 'test-executor',
    logger: silentLogger,
    sandbox,
    workspace,
    resolveModel: async () =>
      createOpenAiModel({
        apiKey: 'k',
        baseUrl: vendorUrl,
        defaultModel: 'test-model',
        source: 'environment',
      }),
    documentFile: ({ storedPath }) => ({ hostPath: path.join(folder, storedPath) }),
    notify: () => undefined,
  });
}

export function createTestSandbox(instanceId: string): Sandbox {
  return createDockerSandbox({ logger: silentLogger, instanceId, imagesDirectory, concurrency: 2 });
}

async function poll<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + waitMs;
  while (Date.now() < deadline) {
    const found = await look();
    if (found !== undefined) return found;
    await delay(30);
  }
  throw new Error(`waited ${waitMs} ms for ${what}`);
}

type Watching = Pick<BuilderHarness, 'until' | 'untilEvent' | 'events'>;

function createWatching(builder: () => Builder): Watching {
  const events = async (buildId: string) =>
    (await builder().events(buildId, { after: 0, limit: 5_000 })).events;
  return {
    events,
    async until(buildId, ...statuses) {
      let last: BuildView | undefined;
      try {
        return await poll(statuses.join(' or '), async () => {
          last = await builder().getBuild(buildId);
          return statuses.includes(last.status) ? last : undefined;
        });
      } catch (error) {
        const happened = (await events(buildId)).map(({ type, stepId }) => `${type} ${stepId ?? ''}`);
        throw new Error(`${(error as Error).message}; it is ${last?.status}\n${happened.join('\n')}`);
      }
    },
    untilEvent: (buildId, wanted) =>
      poll('an event', async () => (await events(buildId)).find((event) => wanted(event))),
  };
}

async function openStore(folder: string) {
  const embedded = createEmbeddedPostgres({ directory: path.join(folder, 'postgres'), logger: silentLogger });
  const { url } = await embedded.start();
  await migrate({ url, logger: silentLogger });
  const database = createDatabase({ url });
  const email = `${newId()}@example.org`;
  const users = createUserRepository(database.prisma);
  const owner = await users.create({ email, displayName: 'Ada', passwordHash: 'x', role: 'member' });
  const projects = createProjectRepository(database.prisma);
  const createProject = async () => (await projects.create({ ownerId: owner.id, name: 'Project' })).id;
  return {
    ...{ url, database, ownerId: owner.id, createProject },
    async restart({ awayMs }: { awayMs: number }) {
      await embedded.close();
      await delay(awayMs);
      const again = await embedded.start();
      if (again.url !== url) throw new Error('the database came back at another address');
    },
    async close() {
      await database.close();
      await embedded.close();
    },
  };
}

/** The builder with everything real: Postgres, Docker, HTTP to a scripted vendor. */
export async function openBuilderHarness(): Promise<BuilderHarness> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sandsmith-builder-'));
  await chmod(folder, 0o711);
  const store = await openStore(folder);
  const { url, database, ownerId, createProject } = store;
  const workspace = createDiskWorkspace({ root: path.join(folder, 'workspace') });
  let script: Script = { plan: {} };
  let reply = playScript(script);
  const vendor = createOpenAiServer({ reply: (request, index) => reply(request, index) });
  const { url: vendorUrl } = await vendor.start();
  const instanceId = `builder-test-${newId()}`;
  let sandbox = createTestSandbox(instanceId);
  let builder = createTestBuilder({ database, url, vendorUrl, sandbox, workspace, folder });

  async function restartBuilder(change = (same: Sandbox) => same): Promise<void> {
    sandbox = change(createTestSandbox(instanceId));
    await sandbox.start();
    builder = createTestBuilder({ database, url, vendorUrl, sandbox, workspace, folder });
    await builder.start();
  }
  async function closeBuilder(): Promise<void> {
    await builder.close();
    await sandbox.close();
  }
  await restartBuilder();
  const projectId = await createProject();
  return {
    ...{ folder, url, vendorUrl, vendor, database, workspace, projectId, ownerId },
    ...{ createProject, restartBuilder, closeBuilder, restartDatabase: store.restart },
    ...createWatching(() => builder),
    get builder() {
      return builder;
    },
    get script() {
      return script;
    },
    set script(next: Script) {
      script = next;
      reply = playScript(next);
    },
    build(build = {}, project = projectId) {
      const whole = {
        spec: 'Say hello',
        approval: 'automatic' as const,
        provider: 'openai' as const,
        ...build,
      };
      return builder.createBuild({ projectId: project, ownerId, build: whole });
    },
    async close() {
      await closeBuilder();
      await store.close();
      await vendor.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Sequences are 1, 2, 3 … */
export function holesIn(events: readonly BuildEvent[]): number[] {
  return events.map(({ sequence }) => sequence).filter((sequence, index) => sequence !== index + 1);
}
