import { join } from 'node:path';
import type { Ownership } from '@sandsmith/auth/ownership';
import { type Builder, createBuilder } from '@sandsmith/builder/builder';
import type { Logger } from '@sandsmith/foundation/logger';
import type { KeyValueStore } from '@sandsmith/kv/kv';
import { notifyBuildEvent } from '../builds/build-notifications.ts';
import { type BuildService, createBuildService } from '../builds/build-service.ts';
import { type Config, dataPaths } from '../config.ts';
import type { ArtifactAddresses } from '../http/artifact-addresses.ts';
import type { ProviderService } from '../providers/provider-service.ts';
import type { Documents } from './create-documents.ts';
import type { Store } from './create-store.ts';
import type { Tools } from './create-work.ts';
import { readServerId } from './installation-ids.ts';
import type { Lifecycle } from './lifecycle.ts';

export interface Builds {
  builder: Builder;
  builds: BuildService;
}

/** The builder, started: what an earlier process of this server left unfinished goes on from here. */
export async function createBuilds(options: {
  config: Config;
  store: Store;
  tools: Tools;
  profiling: Documents['profiling'];
  access: Ownership;
  providers: ProviderService;
  addresses: ArtifactAddresses;
  kv: KeyValueStore;
  logger: Logger;
  lifecycle: Lifecycle;
}): Promise<Builds> {
  const { config, store, tools, providers, kv, logger, lifecycle } = options;
  const builder = createBuilder({
    db: store.database,
    databaseUrl: store.database.url,
    executorId: await readServerId(dataPaths(config).serverId),
    logger,
    ...tools,
    resolveModel: providers.resolveModel,
    documentFile: ({ storedPath }) => ({ hostPath: join(config.dataDirectory, storedPath) }),
    notify(buildId, sequence) {
      notifyBuildEvent(kv, { buildId, sequence }).catch((error: unknown) =>
        logger.warn({ err: error, buildId }, 'build event could not be told to other servers'),
      );
    },
  });
  lifecycle.add('builder', () => builder.close(), { withinMs: 5_000 });
  await builder.start();
  const { documents } = store.repositories;
  return { builder, builds: createBuildService({ ...options, builder, documents }) };
}
