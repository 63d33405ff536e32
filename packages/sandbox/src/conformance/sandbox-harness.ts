import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { RunLimits, RunResult } from '@sandsmith/contracts/domain/run';
import { type RunEvent, runEventSchema } from '@sandsmith/contracts/events/run-events';
import { newId } from '@sandsmith/foundation/ids';
import type { Sandbox, SandboxFile, SandboxRequest } from '../sandbox-port.ts';

/** A driver under test. */
export interface SandboxSubject {
  sandbox: Sandbox;
  /** The ids of containers (or their like) that the driver has made and that still exist. */
  leftovers(): Promise<string[]>;
  close(): Promise<void>;
}

export interface Outcome {
  result: RunResult;
  events: RunEvent[];
  artifactsDirectory: string;
}

export interface SandboxHarness {
  subject(): SandboxSubject;
  start(create: () => Promise<SandboxSubject>): Promise<void>;
  stop(): Promise<void>;
  /** A folder that is gone after the suite. */
  folder(name: string): Promise<string>;
  /** Runs with the defaults of a small run; checks every event against the contract. */
  run(
    request: Partial<SandboxRequest> & { language: string },
    options?: { signal?: AbortSignal; onEvent?: (event: RunEvent) => void },
  ): Promise<Outcome>;
}

export function textFile(filePath: string, content: string): SandboxFile {
  return { path: filePath, content: Buffer.from(content) };
}

export const mebibyte = 1024 * 1024;
const smallLimits: Partial<RunLimits> = { wallTimeMs: 20_000, workBytes: 32 * mebibyte };

export function createSandboxHarness(): SandboxHarness {
  let current: SandboxSubject | undefined;
  let root = '';

  const subject = () => {
    if (!current) throw new Error('the harness has not been started');
    return current;
  };
  const folder = (name: string) => mkdtemp(path.join(root, `${name}-`));

  return {
    subject,
    folder,
    async start(create) {
      root = await mkdtemp(path.join(os.tmpdir(), 'sandsmith-conformance-'));
      current = await create();
      await current.sandbox.start();
    },
    async stop() {
      await current?.close();
      await rm(root, { recursive: true, force: true });
    },
    async run(request, { signal = new AbortController().signal, onEvent } = {}) {
      const artifactsDirectory = await folder('artifacts');
      const events: RunEvent[] = [];
      const stream = subject().sandbox.run(
        {
          runId: newId(),
          ownerId: 'owner',
          files: [],
          network: 'none',
          artifactsDirectory,
          ...request,
          limits: { ...smallLimits, ...request.limits },
        },
        { signal },
      );
      for await (const event of stream) {
        events.push(runEventSchema.parse(event));
        onEvent?.(event);
      }
      const last = events.at(-1);
      if (last?.type !== 'run.finished') throw new Error('the last event is not run.finished');
      return { result: last.result, events, artifactsDirectory };
    },
  };
}

/** What the deltas of one stream add up to. */
export function joined(events: RunEvent[], type: 'stdout.delta' | 'stderr.delta'): Buffer {
  return Buffer.concat(
    events.flatMap((event) => {
      if (event.type !== type) return [];
      return [
        event.base64 === undefined ? Buffer.from(event.text ?? '') : Buffer.from(event.base64, 'base64'),
      ];
    }),
  );
}
