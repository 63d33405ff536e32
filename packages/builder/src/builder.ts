import type { Database } from '@sandsmith/db/database';
import { createBuildLog } from '@sandsmith/db/repositories/build-log';
import { createBuildRepository } from '@sandsmith/db/repositories/builds';
import { createCheckpointRepository } from '@sandsmith/db/repositories/checkpoints';
import { createDocumentRepository, type DocumentRecord } from '@sandsmith/db/repositories/documents';
import { createProjectRepository } from '@sandsmith/db/repositories/projects';
import type { Logger } from '@sandsmith/foundation/logger';
import type { LanguageModel } from '@sandsmith/llm/model-port';
import type { Sandbox } from '@sandsmith/sandbox/sandbox-port';
import type { Workspace } from '@sandsmith/workspace/workspace-port';
import type { BuilderContext } from './builder-context.ts';
import type { Builder } from './builder-port.ts';
import { createBuildCommands } from './commands/build-commands.ts';
import { createBuildQueries } from './commands/build-queries.ts';
import { takeUpBuilds } from './commands/take-up-builds.ts';
import { createBuildScopes } from './durable/build-scopes.ts';
import { createDurableRuntime } from './durable/durable-runtime.ts';
import { createSemaphore } from './durable/semaphore.ts';
import { createWakeHub } from './durable/wake-hub.ts';
import { createBuildRecorder } from './events/build-recorder.ts';
import { registerWorkflows } from './workflows.ts';

export type { Builder } from './builder-port.ts';

const defaultParallelWork = 4;

export interface BuilderOptions {
  db: Database;
  /** The same database: the workflow engine keeps its own schema there. */
  databaseUrl: string;
  /** Stays the same over restarts of one server, and differs between servers: each takes up its own unfinished work. */
  executorId: string;
  logger: Logger;
  sandbox: Sandbox;
  workspace: Workspace;
  resolveModel(use: { ownerId: string; provider: string }): Promise<LanguageModel>;
  /** Where a document's bytes are on this machine. */
  documentFile(document: DocumentRecord): { hostPath: string };
  /** Called after each event was stored. */
  notify(buildId: string, sequence: number): void;
  /** Model calls and runs at a time, over all builds; default 4. */
  parallelWork?: number;
}

function createContext(options: BuilderOptions): BuilderContext {
  const { db, logger, sandbox, workspace, resolveModel, documentFile, notify } = options;
  const log = createBuildLog(db.prisma);
  return {
    logger: logger.child({ component: 'builder' }),
    log,
    builds: createBuildRepository(db.prisma),
    documents: createDocumentRepository(db.prisma),
    checkpoints: createCheckpointRepository(db.prisma),
    projects: createProjectRepository(db.prisma),
    recorder: createBuildRecorder({ log, notify }),
    durable: createDurableRuntime(options),
    scopes: createBuildScopes(),
    slots: createSemaphore(options.parallelWork ?? defaultParallelWork),
    wakes: createWakeHub(),
    sandbox,
    workspace,
    resolveModel,
    documentFile,
  };
}

/** Plans and carries out builds, durably. No I/O until `start`. */
export function createBuilder(options: BuilderOptions): Builder {
  const context = createContext(options);
  const workflows = registerWorkflows(context);
  return {
    async start() {
      await context.durable.start();
      await takeUpBuilds(context, workflows);
    },
    async close() {
      await context.scopes.close();
      await context.durable.close();
    },
    ...createBuildCommands(context, workflows),
    ...createBuildQueries(context),
  };
}
