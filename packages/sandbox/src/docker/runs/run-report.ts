import { isUtf8 } from 'node:buffer';
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import path from 'node:path';
import type { Artifact, SkippedArtifact } from '@sandsmith/contracts/domain/artifact';
import { filePathFault } from '@sandsmith/contracts/domain/file-path';
import { z } from 'zod';
import { mediaTypeOf } from '../../media-type.ts';
import type { AgentRecord } from '../channel/agent-records.ts';

const outcomeSchema = z.object({
  phase: z.enum(['compile', 'run']),
  ending: z.enum(['exit', 'wallTimeMs', 'cpuTimeMs', 'dependencyBytes', 'stopped', 'fault']),
  exitCode: z.int(),
  /** 0 where no signal ended the program. */
  signal: z.int(),
  wallTimeMs: z.number(),
  cpuTimeMs: z.number(),
  peakMemoryBytes: z.number(),
  memoryKills: z.int(),
  refusedProcesses: z.int(),
  /** Not 0 where the program was seen to have as many files open as it may. */
  refusedFiles: z.int(),
  /** Whether it was seen, at any time, that no more went into a folder. */
  workFull: z.boolean(),
  inodesFull: z.boolean(),
  /** A program that failed has left a file exactly as large as a file may be. */
  fileFull: z.boolean(),
});
export type RunnerOutcome = z.infer<typeof outcomeSchema>;

export interface RunReport {
  outcome: RunnerOutcome | undefined;
  /** What kept the program from starting. */
  fault: string | undefined;
  artifacts: Artifact[];
  skipped: SkippedArtifact[];
  /** Whether the agent came to its end. */
  isComplete: boolean;
}

export interface ReportReader {
  /** Takes a record of the report; gives the artifact that is whole now. Nothing to wait for where it gives undefined. */
  take(record: AgentRecord): Promise<Artifact | undefined> | undefined;
  report(): RunReport;
  /** Closes what is open. Must be called. */
  close(): Promise<void>;
}

/** A name from inside the container, made harmless to show. */
function shown(name: Buffer): string {
  const text = isUtf8(name) ? name.toString('utf8') : name.toString('latin1');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is replaced here
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '\ufffd').slice(0, 600);
}

/** Writes artifacts below a directory, one after the other. */
interface ArtifactWriter {
  isOpen(): boolean;
  start(filePath: string): Promise<void>;
  /** Does nothing where none is open. */
  append(bytes: Buffer): Promise<undefined>;
  /** Closes the one that is open and tells what it is; undefined where none is. */
  finish(): Promise<Artifact | undefined>;
}

function createArtifactWriter(directory: string): ArtifactWriter {
  let current: { path: string; bytes: number; file: FileHandle } | undefined;
  return {
    isOpen: () => current !== undefined,
    async start(filePath) {
      const target = path.join(directory, filePath);
      await mkdir(path.dirname(target), { recursive: true });
      current = { path: filePath, bytes: 0, file: await open(target, 'w', 0o644) };
    },
    async append(bytes) {
      if (!current) return;
      await current.file.writeFile(bytes);
      current.bytes += bytes.length;
    },
    async finish() {
      if (!current) return undefined;
      const { path: filePath, bytes, file } = current;
      current = undefined;
      await file.close();
      return { path: filePath, mediaType: mediaTypeOf(filePath), bytes };
    },
  };
}

/** Reads the agent's report and writes the artifacts in it below `artifactsDirectory`. */
export function createReportReader({ artifactsDirectory }: { artifactsDirectory: string }): ReportReader {
  const report: RunReport = {
    outcome: undefined,
    fault: undefined,
    artifacts: [],
    skipped: [],
    isComplete: false,
  };
  const writer = createArtifactWriter(artifactsDirectory);
  let skippedPath = '';

  async function startFile(name: Buffer): Promise<void> {
    const fault = isUtf8(name) ? filePathFault(name.toString('utf8')) : 'is not UTF-8';
    if (fault) {
      report.skipped.push({ path: shown(name), reason: `the name ${fault}` });
      return;
    }
    await writer.start(name.toString('utf8'));
  }

  function note({ type, bytes }: AgentRecord): void {
    if (type === 'J') report.outcome = outcomeSchema.parse(JSON.parse(bytes.toString('utf8')));
    else if (type === 'X') report.fault = bytes.toString('utf8');
    else if (type === 's') skippedPath = shown(bytes);
    else if (type === 'y') report.skipped.push({ path: skippedPath, reason: shown(bytes) });
    else if (type === '.') report.isComplete = true;
  }

  async function finishAnd(record: AgentRecord): Promise<Artifact | undefined> {
    const finished = await writer.finish();
    if (finished) report.artifacts.push(finished);
    if (record.type === 'f') await startFile(record.bytes);
    else note(record);
    return finished;
  }

  return {
    take(record) {
      if (record.type === 'b') return writer.append(record.bytes);
      if (writer.isOpen() || record.type === 'f') return finishAnd(record);
      note(record);
      return undefined;
    },
    report: () => report,
    async close() {
      await writer.finish();
    },
  };
}
