import { orAbort } from '../or-abort.ts';
import type { InstallOutcome } from './install-set.ts';

/** Installs that one or more runs wait for. */
export interface SharedInstalls {
  /**
   * Waits for the install of that key, beginning it where nobody has. It is given up when nobody waits for it any more.
   * Rejects with the signal's reason as soon as it aborts.
   */
  join(
    key: string,
    begin: (signal: AbortSignal) => Promise<InstallOutcome>,
    options: { signal: AbortSignal },
  ): Promise<InstallOutcome>;
  isOngoing(key: string): boolean;
}

interface OngoingInstall {
  outcome: Promise<InstallOutcome>;
  waiters: number;
  controller: AbortController;
}

export function createSharedInstalls(): SharedInstalls {
  const ongoing = new Map<string, OngoingInstall>();

  function begun(key: string, begin: (signal: AbortSignal) => Promise<InstallOutcome>): OngoingInstall {
    const known = ongoing.get(key);
    // one that is being given up is of no use to whoever comes now
    if (known && !known.controller.signal.aborted) return known;
    const controller = new AbortController();
    const previous = known?.outcome.catch(() => {}) ?? Promise.resolve();
    const outcome = previous.then(() => begin(controller.signal));
    const install = { outcome, waiters: 0, controller };
    const forget = () => {
      if (ongoing.get(key) === install) ongoing.delete(key);
    };
    outcome.then(forget, forget);
    ongoing.set(key, install);
    return install;
  }

  return {
    isOngoing: (key) => ongoing.has(key),
    async join(key, begin, { signal }) {
      signal.throwIfAborted();
      const install = begun(key, begin);
      install.waiters += 1;
      try {
        return await orAbort(install.outcome, signal);
      } finally {
        install.waiters -= 1;
        if (install.waiters === 0) install.controller.abort(new Error('nobody waits for the install'));
      }
    },
  };
}
