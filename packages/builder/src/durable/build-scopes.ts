import { delay } from '@sandsmith/foundation/delay';

/** Thrown where a build was cancelled, or a later round has begun: what is left of the work ends without a word. */
export class StoppedError extends Error {
  constructor() {
    super('the build was stopped');
    this.name = 'StoppedError';
  }
}

/** What works on which build in this process, so that it can be stopped at once. */
export interface BuildScopes {
  signal(buildId: string, round: number): AbortSignal;
  /** Runs work that `stop` and `close` wait for. */
  run<T>(buildId: string, round: number, work: (signal: AbortSignal) => Promise<T>): Promise<T>;
  /** Aborts the work of every round of the build and waits (a little) until it has let go. */
  stop(buildId: string): Promise<void>;
  /** Aborts everything; `isClosing` tells it from a cancellation. */
  close(): Promise<void>;
  readonly isClosing: boolean;
}

interface Scope {
  buildId: string;
  controller: AbortController;
  active: Set<Promise<unknown>>;
}

const letGoMs = 3_000;

export function createBuildScopes(): BuildScopes {
  const scopes = new Map<string, Scope>();
  let isClosing = false;

  function scopeOf(buildId: string, round: number): Scope {
    const key = `${buildId}/${round}`;
    const known = scopes.get(key);
    if (known) return known;
    const scope: Scope = { buildId, controller: new AbortController(), active: new Set() };
    if (isClosing) scope.controller.abort(new StoppedError());
    scopes.set(key, scope);
    return scope;
  }

  async function abortAll(targets: [string, Scope][]): Promise<void> {
    for (const [key, scope] of targets) {
      scope.controller.abort(new StoppedError());
      scopes.delete(key);
    }
    const active = targets.flatMap(([, scope]) => [...scope.active]);
    if (active.length === 0) return;
    const limit = new AbortController();
    const deadline = delay(letGoMs, limit.signal).catch(() => undefined);
    await Promise.race([Promise.allSettled(active), deadline]);
    limit.abort();
  }

  return {
    get isClosing() {
      return isClosing;
    },
    signal: (buildId, round) => scopeOf(buildId, round).controller.signal,
    async run(buildId, round, work) {
      const scope = scopeOf(buildId, round);
      const running = work(scope.controller.signal);
      scope.active.add(running);
      try {
        return await running;
      } finally {
        scope.active.delete(running);
        if (scope.active.size === 0 && scopes.get(`${buildId}/${round}`) === scope)
          scopes.delete(`${buildId}/${round}`);
      }
    },
    stop: (buildId) => abortAll([...scopes].filter(([, scope]) => scope.buildId === buildId)),
    async close() {
      isClosing = true;
      await abortAll([...scopes]);
    },
  };
}
