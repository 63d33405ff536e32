import os from 'node:os';
import type { RunLimits, RunResult } from '@sandsmith/contracts/domain/run';
import { messageOf } from '@sandsmith/foundation/errors';
import { newId } from '@sandsmith/foundation/ids';
import type { Logger } from '@sandsmith/foundation/logger';
import type { LanguageDefinition } from '../../languages/language-definition.ts';
import type { SandboxRequest } from '../../sandbox-port.ts';
import type { PackageSet } from './package-set.ts';
import type { SetVolumes } from './set-volumes.ts';

/** Runs a request at once with that volume at /deps. It rejects only where the engine fails. */
export type RunInstall = (
  request: SandboxRequest,
  options: { volume: string; dependencyBytes: number; signal: AbortSignal },
) => Promise<RunResult>;

export type InstallOutcome = { volume: string } | { failure: RunResult };

export interface InstallOptions {
  language: LanguageDefinition;
  volumes: SetVolumes;
  install: RunInstall;
  logger: Logger;
  signal: AbortSignal;
}

const mebibyte = 1024 * 1024;
const dependencyBytes = 2048 * mebibyte;

const installLimits: Partial<RunLimits> = {
  wallTimeMs: 600_000,
  cpuTimeMs: 600_000,
  memoryBytes: 2048 * mebibyte,
  pids: 256,
  openFiles: 4096,
  workBytes: 1024 * mebibyte,
  fileBytes: 1024 * mebibyte,
  outputBytes: mebibyte,
  artifactFiles: 0,
};

/** The install is a run of its own: nothing of the caller's run is in it but the manifests. */
function installRequest(set: PackageSet, language: LanguageDefinition): SandboxRequest {
  return {
    runId: newId(),
    ownerId: 'installs',
    language: language.id,
    files: set.files,
    // a later run may be of another user of the container's
    command: `(\n${set.install}\n)\nended=$?\n[ $ended = 0 ] || exit $ended\nchmod -R a+rX /deps`,
    network: 'packages',
    dependencies: { key: set.key, access: 'write' },
    limits: installLimits,
    // nothing is written there: an install leaves no artifacts
    artifactsDirectory: os.tmpdir(),
  };
}

/** Asks for the size in a container that the installed packages have no say in. */
function sizeRequest(set: PackageSet, language: LanguageDefinition): SandboxRequest {
  return {
    ...installRequest(set, language),
    files: [],
    command: '/usr/bin/du -sk /deps',
    network: 'none',
    dependencies: { key: set.key, access: 'read' },
    limits: {},
  };
}

/** Installs into a volume of its own, which counts only once it is sealed; what failed leaves nothing. */
export async function installSet(
  set: PackageSet,
  { language, volumes, install, logger, signal }: InstallOptions,
): Promise<InstallOutcome> {
  const volume = await volumes.create(set.key);
  let isKept = false;
  try {
    const result = await install(installRequest(set, language), { volume, dependencyBytes, signal });
    if (result.status !== 'succeeded') return { failure: result };
    const size = await install(sizeRequest(set, language), { volume, dependencyBytes: 0, signal });
    if (size.status !== 'succeeded') return { failure: size };
    const bytes = Math.min((Number.parseInt(size.stdout, 10) || 0) * 1024, dependencyBytes);
    const sealed = await volumes.seal(set.key, { volume, bytes });
    isKept = sealed === volume;
    logger.info({ packageSet: set.key, bytes, wallTimeMs: result.wallTimeMs }, 'packages installed');
    return { volume: sealed };
  } finally {
    // its container may still have it for a moment, which is nothing to wait for
    if (!isKept)
      volumes.remove(volume).catch((error: unknown) => {
        logger.debug({ reason: messageOf(error) }, 'a store of packages was not removed yet');
      });
  }
}
