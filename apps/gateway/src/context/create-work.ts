import { fileURLToPath } from 'node:url';
import type { Logger } from '@sandsmith/foundation/logger';
import { createIngestion } from '@sandsmith/ingestion/duckdb-ingestion';
import type { Ingestion } from '@sandsmith/ingestion/ingestion-port';
import { createDockerSandbox } from '@sandsmith/sandbox/docker/docker-sandbox';
import { sessionLimits } from '@sandsmith/sandbox/docker/sessions/session-plan';
import type { Sandbox } from '@sandsmith/sandbox/sandbox-port';
import { createDiskWorkspace } from '@sandsmith/workspace/disk/disk-workspace';
import type { Workspace } from '@sandsmith/workspace/workspace-port';
import { type Config, dataPaths } from '../config.ts';
import { createUserLimits, type UserLimits } from '../http/user-limits.ts';
import { type ObservedWorkspace, observeWorkspace } from '../projects/observed-workspace.ts';
import type { Repositories } from './create-store.ts';
import { readInstallationId } from './installation-ids.ts';
import type { Lifecycle } from './lifecycle.ts';

export interface Tools {
  workspace: Workspace;
  /** The same, with word of every change. */
  files: ObservedWorkspace;
  ingestion: Ingestion;
  sandbox: Sandbox;
  userLimits: UserLimits;
}

const imagesDirectory = fileURLToPath(new URL('../../../../sandbox-images', import.meta.url));

/** What reads files, keeps them and runs programs. Docker may be away: running is then refused with the reason. */
export async function createTools(options: {
  config: Config;
  repositories: Repositories;
  logger: Logger;
  lifecycle: Lifecycle;
}): Promise<Tools> {
  const { config, repositories, logger, lifecycle } = options;
  const files = observeWorkspace(createDiskWorkspace({ root: config.workspaceDirectory }));
  const ingestion = createIngestion({ temporaryDirectory: dataPaths(config).temporary });
  lifecycle.add('ingestion', () => ingestion.close());
  const sandbox = createSandbox({
    config,
    logger,
    instanceId: await readInstallationId(repositories.settings),
  });
  lifecycle.add('sandbox', () => sandbox.close(), { withinMs: 5_000 });
  await sandbox.start();
  const userLimits = createUserLimits({
    maxLimits: config.maxLimits,
    languages: sandbox.languages,
    sessionLimits,
  });
  return { workspace: files.workspace, files, ingestion, sandbox, userLimits };
}

/** The sandbox of the settings, not started; `instanceId` names the containers that it may remove. */
export function createSandbox(options: { config: Config; logger: Logger; instanceId: string }): Sandbox {
  const { config, logger, instanceId } = options;
  const { concurrency, runtime, extraCaFile, packageHosts, host: engineHost } = config.docker;
  return createDockerSandbox({
    logger,
    instanceId,
    imagesDirectory,
    concurrency,
    runtime,
    extraCaFile,
    packageHosts,
    engineHost,
    allowInternet: config.isInternetAllowed,
  });
}
