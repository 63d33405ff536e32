import { messageOf } from '@sandsmith/foundation/errors';
import type Docker from 'dockerode';
import { within } from './engine.ts';
import type { RuntimeTrial } from './runtime-probe.ts';

export interface Availability {
  /** Why nothing can run now, for a person; undefined where it can. Remembered for a few seconds. */
  unavailableReason(): Promise<string | undefined>;
  /** What became of a program in the chosen runtime; undefined where none was chosen, or none could be run yet. */
  runtimeTrial(): Promise<RuntimeTrial | undefined>;
  /** Something has just failed: what was remembered may no longer hold. */
  forget(): void;
}

export interface AvailabilityOptions {
  engine: Docker;
  runtime: string | undefined;
  /** Runs a program with the chosen runtime; undefined where there is nothing yet to run one in. */
  probe: () => Promise<RuntimeTrial | undefined>;
  /** Called when the engine answers again after it was away. */
  onReturn: () => Promise<void>;
}

const freshMs = 3_000;
/** What was well so long ago is asked for anew before an answer is given. */
const trustedMs = 60_000;
const timeoutMs = 3_000;
/** A runtime that failed is tried again, a working one is not. */
const probeAgainMs = 30_000;

/** Tries the chosen runtime when it is first asked about, and again where that was too early, or later where it failed. */
function createRuntimeTrial({
  runtime,
  probe,
}: Pick<AvailabilityOptions, 'runtime' | 'probe'>): Availability['runtimeTrial'] {
  let last: { atMs: number; trial: Promise<RuntimeTrial | undefined> } | undefined;

  async function attempt(): Promise<RuntimeTrial | undefined> {
    const trial = await probe().catch((error: unknown) => ({ fault: messageOf(error), gaps: [] }));
    if (trial?.fault === undefined) return trial;
    const fault = `The container runtime "${runtime}" (SANDBOX_RUNTIME) does not work: ${trial.fault} Nothing is run without it. Install it, or choose another and restart.`;
    return { ...trial, fault };
  }

  return async () => {
    if (!runtime) return undefined;
    const known = await last?.trial;
    if (!last || !known || (known.fault && Date.now() - last.atMs > probeAgainMs))
      last = { atMs: Date.now(), trial: attempt() };
    return last.trial;
  };
}

/** Watches whether programs can run, asking the engine only when somebody wants to know. */
export function createAvailability(options: AvailabilityOptions): Availability {
  const { engine, onReturn } = options;
  const runtimeTrial = createRuntimeTrial(options);
  let last: { atMs: number; reason: Promise<string | undefined> } | undefined;
  let lastReason: string | undefined;
  let wasAway = false;

  async function look(): Promise<string | undefined> {
    try {
      await within(timeoutMs, 'asking whether it is there', engine.ping());
    } catch (error) {
      wasAway = true;
      return messageOf(error);
    }
    if (wasAway) {
      wasAway = false;
      await onReturn();
    }
    return (await runtimeTrial())?.fault;
  }

  function lookAnew(): Promise<string | undefined> {
    const entry = { atMs: Date.now(), reason: look() };
    entry.reason.then((reason) => {
      if (last === entry) lastReason = reason;
    });
    last = entry;
    return entry.reason;
  }

  return {
    async unavailableReason() {
      if (!last) return lookAnew();
      const ageMs = Date.now() - last.atMs;
      if (ageMs <= freshMs) return last.reason;
      const look = lookAnew();
      // where all was well a moment ago nobody has to wait: a run that fails is told why, and then this is forgotten
      return lastReason === undefined && ageMs < trustedMs ? undefined : look;
    },
    runtimeTrial,
    forget() {
      last = undefined;
      lastReason = undefined;
    },
  };
}
