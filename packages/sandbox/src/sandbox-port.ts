import type { HealthCheck } from '@sandsmith/contracts/domain/health';
import type { Language, NetworkMode, RunLimits, RunResult } from '@sandsmith/contracts/domain/run';
import type { RunEvent } from '@sandsmith/contracts/events/run-events';

/** A file put into the working folder before the run. */
export type SandboxFile =
  | { path: string; content: Uint8Array }
  /** Made visible without copying where the engine can; the program can never change it. */
  | { path: string; hostPath: string; readOnly: true };

export interface SandboxRequest {
  /** A UUID: names the container. */
  runId: string;
  /** One container never serves two owners. */
  ownerId: string;
  language: string;
  files: SandboxFile[];
  /** Shell text run by `sh -c` in the working folder. Where left out, the language's own compile and run commands with `entry` and `args`. */
  command?: string;
  entry?: string;
  args?: string[];
  stdin?: Uint8Array;
  env?: Record<string, string>;
  limits?: Partial<RunLimits>;
  network: NetworkMode;
  /**
   * A named store of installed packages of one project, mounted at `/deps` and on the language's search path:
   * written by install steps, read-only for all others.
   */
  dependencies?: { key: string; access: 'write' | 'read' };
  /** Where collected artifacts are written, one file each, by their relative path. Made when missing. */
  artifactsDirectory: string;
}

/** Events in order; the last is always `run.finished`. Never throws for what the program does. */
export interface Sandbox {
  /** Finds the engine, sweeps leftovers of earlier servers. Does not fail where the engine is away. */
  start(): Promise<void>;
  run(request: SandboxRequest, options: { signal: AbortSignal }): AsyncIterable<RunEvent>;
  languages(): Promise<Language[]>;
  /** Engine reachable, runtime, limits enforced, images present: for doctor and the health page. */
  checks(): Promise<HealthCheck[]>;
  /** Why nothing can run now, for a person; undefined where it can. */
  unavailableReason(): Promise<string | undefined>;
  /** Removes the named store of installed packages. */
  removeDependencies(key: string): Promise<void>;
  /** Ends what runs, removes every container of this server. */
  close(): Promise<void>;
}

/** Drains a run's events and gives the result. */
export async function runToEnd(
  events: AsyncIterable<RunEvent>,
  onEvent: (event: RunEvent) => void | Promise<void> = () => {},
): Promise<RunResult> {
  let result: RunResult | undefined;
  for await (const event of events) {
    await onEvent(event);
    if (event.type === 'run.finished') result = event.result;
  }
  if (!result) throw new Error('the sandbox ended a run without run.finished');
  return result;
}
