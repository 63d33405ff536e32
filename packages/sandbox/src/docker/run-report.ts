import { isUtf8 } from 'node:buffer';
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import path from 'node:path';
import type { Artifact, SkippedArtifact } from '@sandsmith/contracts/domain/artifact';
import { filePathFault } from '@sandsmith/contracts/domain/file-path';
import { z } from 'zod';
import { mediaTypeOf } from '../media-type.ts';
import { createRecordParser, type RunnerRecord } from './records.ts';

const outcomeSchema = z.object({
  phase: z.enum(['compile', 'run']),
  ending: z.enum(['exit', 'wallTimeMs', 'cpuTimeMs', 'fault']),
  exitCode: z.int(),
  /** 0 where no signal ended the program. */
  signal: z.int(),
  wallTimeMs: z.number(),
  cpuTimeMs: z.number(),
  peakMemoryBytes: z.number(),
  memoryKills: z.int(),
  refusedProcesses: z.int(),
  workFull: z.boolean(),
});
export type RunnerOutcome = z.infer<typeof outcomeSchema>;

export interface RunReport {
  outcome: RunnerOutcome | undefined;
  /** What kept the program from starting. */
  fault: string | undefined;
  artifacts: Artifact[];
  skipped: SkippedArtifact[];
  /** Whether the runner came to its end. */
  isComplete: boolean;
}

export interface ReportReader {
  /** Takes what follows the nonce; gives the artifacts that are whole now. */
  push(bytes: Buffer): Promise<Artifact[]>;
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

/** Reads the runner's report and writes the artifacts in it below `artifactsDirectory`. */
export function createReportReader({ artifactsDirectory }: { artifactsDirectory: string }): ReportReader {
  const parser = createRecordParser();
  const report: RunReport = {
    outcome: undefined,
    fault: undefined,
    artifacts: [],
    skipped: [],
    isComplete: false,
  };
  let current: { path: string; bytes: number; file: FileHandle } | undefined;
  let skippedPath = '';

  async function finishFile(): Promise<Artifact[]> {
    if (!current) return [];
    const { path: filePath, bytes, file } = current;
    current = undefined;
    await file.close();
    const artifact = { path: filePath, mediaType: mediaTypeOf(filePath), bytes };
    report.artifacts.push(artifact);
    return [artifact];
  }

  async function startFile(name: Buffer): Promise<void> {
    const fault = isUtf8(name) ? filePathFault(name.toString('utf8')) : 'is not UTF-8';
    if (fault) {
      report.skipped.push({ path: shown(name), reason: `the name ${fault}` });
      return;
    }
    const filePath = name.toString('utf8');
    const target = path.join(artifactsDirectory, filePath);
    await mkdir(path.dirname(target), { recursive: true });
    current = { path: filePath, bytes: 0, file: await open(target, 'w', 0o644) };
  }

  async function take({ type, bytes }: RunnerRecord): Promise<Artifact[]> {
    if (type === 'b') {
      if (current) {
        await current.file.writeFile(bytes);
        current.bytes += bytes.length;
      }
      return [];
    }
    const finished = await finishFile();
    if (type === 'j') report.outcome = outcomeSchema.parse(JSON.parse(bytes.toString('utf8')));
    else if (type === 'x') report.fault = bytes.toString('utf8');
    else if (type === 'f') await startFile(bytes);
    else if (type === 's') skippedPath = shown(bytes);
    else if (type === 'w') report.skipped.push({ path: skippedPath, reason: bytes.toString('utf8') });
    else if (type === '.') report.isComplete = true;
    return finished;
  }

  return {
    async push(bytes) {
      const found: Artifact[] = [];
      for (const record of parser.push(bytes)) found.push(...(await take(record)));
      return found;
    },
    report: () => report,
    async close() {
      await current?.file.close();
      current = undefined;
    },
  };
}
