import { messageOf } from '@sandsmith/foundation/errors';
import type { Logger } from '@sandsmith/foundation/logger';
import type { KeptSet, SetVolumes } from './set-volumes.ts';

export interface PruneOptions {
  volumes: SetVolumes;
  logger: Logger;
  /** Sets that a run of this server uses or installs at the moment. */
  isInUse: (key: string) => boolean;
  /** All sets together. */
  maxBytes: number;
  nowMs: number;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const unusedMs = 14 * 24 * hourMs;
const pruneEveryMs = hourMs;

/** Which sets have to go: halves of failed installs, those unused for long, and the longest unused beyond `maxBytes`. */
export function setsToRemove(
  sets: KeptSet[],
  { isInUse, maxBytes, nowMs }: Pick<PruneOptions, 'isInUse' | 'maxBytes' | 'nowMs'>,
): KeptSet[] {
  // another server of this installation may have found it a moment ago, or be installing it
  const idleFor = (ms: number) =>
    sets.filter(({ key, changedMs }) => !isInUse(key) && nowMs - changedMs > ms);
  const old = idleFor(hourMs).filter(({ seal, usedMs }) => !seal || nowMs - usedMs > unusedMs);
  let bytes = sets.reduce((sum, set) => sum + (old.includes(set) ? 0 : set.bytes), 0);
  const surplus: KeptSet[] = [];
  for (const set of idleFor(minuteMs).toSorted((first, second) => first.usedMs - second.usedMs)) {
    if (bytes <= maxBytes) break;
    if (!set.seal || old.includes(set)) continue;
    bytes -= set.bytes;
    surplus.push(set);
  }
  return [...old, ...surplus];
}

/** Removes what `setsToRemove` says. A volume that a container still has is left for the next time. */
export async function pruneSets(options: PruneOptions): Promise<void> {
  const { volumes, logger } = options;
  const sets = await volumes.list();
  for (const { key, seal, volumes: names } of setsToRemove(sets, options)) {
    // the seal first: from then on nobody takes the rest for whole
    for (const name of [...(seal ? [seal] : []), ...names]) {
      await volumes.remove(name).catch((error: unknown) => {
        logger.debug({ err: error, volume: name }, 'a store of packages was not removed yet');
      });
    }
    logger.info({ packageSet: key }, 'installed packages removed that were not used for long');
  }
}

/** Prunes for one server, never twice at a time. */
export interface SetPruner {
  /** Does nothing while it is at work already. Never throws. */
  prune(): Promise<void>;
  /** The same; does nothing when called again within the hour. */
  pruneHourly(): Promise<void>;
}

export function createSetPruner(options: Omit<PruneOptions, 'nowMs'>): SetPruner {
  let askedMs = 0;
  let isPruning = false;

  async function prune(): Promise<void> {
    if (isPruning) return;
    isPruning = true;
    try {
      await pruneSets({ ...options, nowMs: Date.now() });
    } catch (error) {
      options.logger.debug({ reason: messageOf(error) }, 'installed packages were not looked through');
    } finally {
      isPruning = false;
    }
  }

  return {
    prune,
    async pruneHourly() {
      if (Date.now() - askedMs < pruneEveryMs) return;
      askedMs = Date.now();
      await prune();
    },
  };
}
