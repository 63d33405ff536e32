import { messageOf } from '@sandsmith/foundation/errors';
import type Docker from 'dockerode';
import type { LanguageDefinition } from '../languages/language-definition.ts';
import { hasImage } from './base-image.ts';
import { within } from './engine.ts';

export interface Availability {
  /** Why nothing can run now, for a person; undefined where it can. Remembered for a few seconds. */
  unavailableReason(): Promise<string | undefined>;
  /** Why the chosen runtime cannot be used; undefined where it works or none was chosen. */
  runtimeFault(): Promise<string | undefined>;
  /** Something has just failed: what was remembered may no longer hold. */
  forget(): void;
}

export interface AvailabilityOptions {
  engine: Docker;
  languages: () => Promise<LanguageDefinition[]>;
  runtime: string | undefined;
  /** Runs a program with the chosen runtime: gives what went wrong. */
  probe: () => Promise<string | undefined>;
  /** Called when the engine answers again after it was away. */
  onReturn: () => Promise<void>;
}

const freshMs = 3_000;
const timeoutMs = 3_000;
/** A runtime that failed is tried again, a working one is not. */
const probeAgainMs = 30_000;

/** Watches whether programs can run, asking the engine only when somebody wants to know. */
export function createAvailability(options: AvailabilityOptions): Availability {
  const { engine, languages, runtime, probe, onReturn } = options;
  let cached: { atMs: number; reason: Promise<string | undefined> } | undefined;
  let probed: { atMs: number; fault: Promise<string | undefined> } | undefined;
  let wasAway = false;

  async function runtimeFault(): Promise<string | undefined> {
    if (!runtime) return undefined;
    const known = await probed?.fault;
    if (!probed || (known && Date.now() - probed.atMs > probeAgainMs)) {
      const fault = probe()
        .catch(messageOf)
        .then((reason) =>
          reason === undefined
            ? undefined
            : `The container runtime "${runtime}" (SANDBOX_RUNTIME) does not work: ${reason} Nothing is run without it. Install it, or choose another and restart.`,
        );
      probed = { atMs: Date.now(), fault };
    }
    return probed.fault;
  }

  async function missingImages(): Promise<string | undefined> {
    const known = await languages();
    const present = await Promise.all(known.map(({ imageTag }) => hasImage(engine, imageTag)));
    if (present.includes(true)) return undefined;
    return 'No language image is built yet. Run "npm run images" and wait until it has finished.';
  }

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
    try {
      return (await within(timeoutMs, 'looking for images', missingImages())) ?? (await runtimeFault());
    } catch (error) {
      return messageOf(error);
    }
  }

  return {
    unavailableReason() {
      const nowMs = Date.now();
      if (!cached || nowMs - cached.atMs > freshMs) cached = { atMs: nowMs, reason: look() };
      return cached.reason;
    },
    runtimeFault,
    forget() {
      cached = undefined;
    },
  };
}
