import type { RunResult } from '@sandsmith/contracts/domain/run';
import type { RunEvent } from '@sandsmith/contracts/events/run-events';
import type { Logger } from '@sandsmith/foundation/logger';
import type Docker from 'dockerode';
import type { LanguageDefinition } from '../../languages/language-definition.ts';
import type { SandboxRequest } from '../../sandbox-port.ts';
import type { Verdict } from '../runs/verdict.ts';
import { installSet, type RunInstall } from './install-set.ts';
import { type PackageSet, packageSetOf } from './package-set.ts';
import { createSetPruner } from './prune-sets.ts';
import { createSetVolumes } from './set-volumes.ts';
import { createSharedInstalls } from './shared-installs.ts';

/** What a run is to be started with. */
export interface PreparedRun {
  request: SandboxRequest;
  /** The engine's volume for /deps, to be mounted read-only. */
  volume: string;
  /** To be called when the run is over. */
  release(): void;
}

/** What became of the install, where it did not succeed. Cancelled where the run's signal has aborted. */
export interface FailedInstall {
  verdict: Verdict;
  /** What the installer said. */
  output: string;
}

export interface DependencyCache {
  /**
   * Sees to it that what the run's manifest names is installed, telling what is done. Gives undefined where there is
   * nothing to install. Throws where the engine fails.
   */
  prepare(
    request: SandboxRequest,
    options: { language: LanguageDefinition; signal: AbortSignal },
  ): AsyncGenerator<RunEvent, PreparedRun | FailedInstall | undefined>;
  /** Removes what nobody has used for long; does nothing when called again within the hour. Never throws. */
  pruneDependencies(): Promise<void>;
}

export interface DependencyCacheOptions {
  engine: Docker;
  logger: Logger;
  instanceId: string;
  install: RunInstall;
  /** All installed sets together; 20 GiB where left out. */
  maxBytes?: number;
}

const defaultMaxBytes = 20 * 1024 ** 3;

const cancelled: FailedInstall = {
  verdict: { status: 'cancelled', phase: 'compile', exitCode: null, signal: null },
  output: '',
};

function failureOf(
  { status, exitCode, signal, limit, message, stdout, stderr }: RunResult,
  { manager, manifest }: PackageSet,
): FailedInstall {
  const phase = 'compile' as const;
  if (status === 'infrastructure-error')
    return { verdict: { status, phase, exitCode, signal, message }, output: '' };
  const reason = limit
    ? `it went beyond the limit "${limit}" of an install`
    : `${manager} ended with code ${exitCode ?? signal}`;
  return {
    verdict: {
      status: 'failed',
      phase,
      exitCode,
      signal,
      message: `What ${manifest} names could not be installed: ${reason}. Standard error holds what ${manager} said; correct ${manifest} and run again.`,
    },
    output: `${stdout}${stderr}`,
  };
}

/** Counts who uses a set at the moment. */
function createHolds(): { hold(key: string): () => void; isHeld(key: string): boolean } {
  const uses = new Map<string, number>();
  return {
    isHeld: (key) => uses.has(key),
    hold(key) {
      uses.set(key, (uses.get(key) ?? 0) + 1);
      let isOver = false;
      return () => {
        if (isOver) return;
        isOver = true;
        const left = (uses.get(key) ?? 1) - 1;
        if (left > 0) uses.set(key, left);
        else uses.delete(key);
      };
    },
  };
}

/** Installs what runs name in their manifests, once for each set of the same files, and keeps it for later runs. */
export function createDependencyCache(options: DependencyCacheOptions): DependencyCache {
  const { engine, logger, instanceId, install, maxBytes = defaultMaxBytes } = options;
  const volumes = createSetVolumes({ engine, instanceId });
  const installs = createSharedInstalls();
  const holds = createHolds();
  const isInUse = (key: string) => holds.isHeld(key) || installs.isOngoing(key);
  const pruner = createSetPruner({ volumes, logger, isInUse, maxBytes });

  async function* volumeOf(
    set: PackageSet,
    { language, signal }: { language: LanguageDefinition; signal: AbortSignal },
  ): AsyncGenerator<RunEvent, { volume: string } | { failure: RunResult }> {
    const volume = await volumes.find(set.key);
    if (volume !== undefined) return { volume };
    const message = `Installing what ${set.manifest} names with ${set.manager} (kept for later runs)`;
    yield { type: 'run.preparing', message };
    const begin = async (ending: AbortSignal) => {
      // somebody else may have been done since
      const found = await volumes.find(set.key);
      if (found !== undefined) return { volume: found };
      return installSet(set, { language, volumes, install, logger, signal: ending });
    };
    const outcome = await installs.join(set.key, begin, { signal });
    // what has come may be more than may be kept
    if ('volume' in outcome) void pruner.prune();
    return outcome;
  }

  return {
    async *prepare(request, { language, signal }) {
      const set = await packageSetOf(request, { language, instanceId });
      if (!set) return undefined;
      const release = holds.hold(set.key);
      let isKept = false;
      try {
        const outcome = yield* volumeOf(set, { language, signal });
        if ('failure' in outcome) return failureOf(outcome.failure, set);
        await volumes.touch(set.key);
        isKept = true;
        // the network was for the install; only who may reach the internet keeps it for the program
        const network = request.network === 'internet' ? 'internet' : 'none';
        const prepared = { ...request, network, dependencies: { key: set.key, access: 'read' } } as const;
        return { request: prepared, volume: outcome.volume, release };
      } catch (error) {
        if (!signal.aborted) throw error;
        return cancelled;
      } finally {
        if (!isKept) release();
      }
    },
    pruneDependencies: pruner.pruneHourly,
  };
}
