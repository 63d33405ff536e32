import type { BuildLog } from '@sandsmith/db/repositories/build-log';
import type { BuildRepository } from '@sandsmith/db/repositories/builds';
import type { CheckpointRepository } from '@sandsmith/db/repositories/checkpoints';
import type { DocumentRecord, DocumentRepository } from '@sandsmith/db/repositories/documents';
import type { ProjectRepository } from '@sandsmith/db/repositories/projects';
import type { Logger } from '@sandsmith/foundation/logger';
import type { LanguageModel } from '@sandsmith/llm/model-port';
import type { Sandbox } from '@sandsmith/sandbox/sandbox-port';
import type { Workspace } from '@sandsmith/workspace/workspace-port';
import type { BuildScopes } from './durable/build-scopes.ts';
import type { DurableRuntime } from './durable/durable-runtime.ts';
import type { Semaphore } from './durable/semaphore.ts';
import type { WakeHub } from './durable/wake-hub.ts';
import type { BuildRecorder } from './events/build-recorder.ts';

/** What the parts of the builder share. */
export interface BuilderContext {
  logger: Logger;
  log: BuildLog;
  builds: BuildRepository;
  documents: DocumentRepository;
  checkpoints: CheckpointRepository;
  projects: ProjectRepository;
  recorder: BuildRecorder;
  durable: DurableRuntime;
  scopes: BuildScopes;
  slots: Semaphore;
  wakes: WakeHub;
  sandbox: Sandbox;
  workspace: Workspace;
  resolveModel(use: { ownerId: string; provider: string }): Promise<LanguageModel>;
  documentFile(document: DocumentRecord): { hostPath: string };
}
