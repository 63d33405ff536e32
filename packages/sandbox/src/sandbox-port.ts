import type { Duplex } from 'node:stream';
import type { HealthCheck } from '@sandsmith/contracts/domain/health';
import type { Language, NetworkMode, RunLimits, RunResult } from '@sandsmith/contracts/domain/run';
import type { RunEvent } from '@sandsmith/contracts/events/run-events';

/** A file put into the working folder before the run. */
export type SandboxFile =
  | { path: string; content: Uint8Array }
  /**
   * Mounted read-only, or copied where that is quicker or the engine cannot; the file itself is never changed. Not below
   * output/, which is for what programs make.
   */
  | { path: string; hostPath: string; readOnly: true };

export interface SandboxRequest {
  /** A UUID. */
  runId: string;
  /** One container never serves two owners. */
  ownerId: string;
  language: string;
  files: SandboxFile[];
  /** Shell text run by `sh -c` in the working folder. Where left out, the language's own compile and run commands with `entry` and `args`. */
  command?: string;
  entry?: string;
  args?: string[];
  /** The whole of it, or pieces as they come; the program sees its end after the last. */
  stdin?: Uint8Array | AsyncIterable<Uint8Array>;
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
  /** A long-lived container of one project. Throws what the caller can correct, and `sandbox.unavailable`. */
  openSession(request: SandboxSessionRequest, options: { signal: AbortSignal }): Promise<SandboxSession>;
  /** Ends what runs, removes every container of this server. */
  close(): Promise<void>;
}

export interface SandboxSessionRequest {
  /** A UUID: names the container. */
  sessionId: string;
  ownerId: string;
  language: string;
  files: SandboxFile[];
  env?: Record<string, string>;
  limits?: Partial<RunLimits>;
  network: NetworkMode;
  /** Mounted at `/deps`; `write` lets programs of the session install. */
  dependencies?: { key: string; access: 'write' | 'read' };
  /** What happens before it is ready, in words, such as the build of an image. */
  onProgress?: (message: string) => void;
}

export interface SessionFileEntry {
  /** Relative to the working folder. */
  path: string;
  bytes: number;
  /** Nanoseconds since 1970 as text; another value means another content. */
  version: string;
}

export interface SandboxProcess {
  /** Standard output and standard error as they come, or both together where it has a terminal. Must be read: a process
   * whose output nobody takes waits. Ends with the process. */
  output: AsyncIterable<{ stream: 'stdout' | 'stderr'; bytes: Buffer }>;
  write(bytes: Uint8Array): void;
  endInput(): void;
  resize(size: { columns: number; rows: number }): void;
  /** Goes to the process and everything in its process group. */
  kill(signal: 'SIGINT' | 'SIGTERM' | 'SIGKILL' | 'SIGHUP'): void;
  /** Never rejects; both null where the session ended under it. */
  exited: Promise<{ exitCode: number | null; signal: string | null }>;
}

export type SessionEndReason = 'closed' | 'out-of-memory' | 'stopped' | 'engine-lost';

/** Everything rejects with `session.ended` once it has ended. */
export interface SandboxSession {
  id: string;
  writeFiles(files: { path: string; content: Uint8Array }[]): Promise<void>;
  deleteFiles(paths: string[]): Promise<void>;
  /** Regular files below the working folder, without installed packages, caches and version control. */
  listFiles(): Promise<{ entries: SessionFileEntry[]; isTruncated: boolean }>;
  /** Throws `file.not-found`, and `file.too-large` beyond `maxBytes`. */
  readFile(path: string, options: { maxBytes: number }): Promise<Buffer>;
  /** In the working folder; a terminal of that size where `terminal` is given. */
  start(options: {
    command: string[];
    env?: Record<string, string>;
    terminal?: { columns: number; rows: number };
  }): Promise<SandboxProcess>;
  /** Ports that something listens on, in the order they were found. */
  ports(): number[];
  /** Called after every change of `ports`; gives the function that stops it. */
  onPorts(listener: (ports: number[]) => void): () => void;
  /** A connection to a port inside; rejects with `preview.not-listening`. */
  dial(port: number, options: { signal: AbortSignal }): Promise<Duplex>;
  /** Settles when the session is over. */
  ended: Promise<SessionEndReason>;
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
