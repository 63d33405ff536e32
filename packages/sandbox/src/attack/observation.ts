import type { RunResult } from '@sandsmith/contracts/domain/run';

/** Everything seen of one hostile program on one language image. */
export interface Observation {
  /** Undefined where the request was refused. */
  result: RunResult | undefined;
  /** The code of the error with which the request was refused. */
  refused: string | undefined;
  stdout: Buffer;
  stderr: Buffer;
  /** What the program beside it printed. */
  beside: Buffer | undefined;
  /** Events after `run.finished`, or none at all: both are wrong. */
  finishedEvents: number;
  /** From the request to the last event. */
  elapsedMs: number;
  /** What stands in the folder of artifacts: relative paths, `kind` by lstat, the content of small files. */
  collected: { path: string; bytes: number; kind: 'file' | 'other'; content: Buffer }[];
  /** What is wrong with the next run in the same language; undefined where nothing is. */
  nextRunFault: string | undefined;
  /** What the engine still holds of it, for a person; empty where nothing. */
  leftovers: string[];
}

export interface Evidence {
  word: 'HELD' | 'ESCAPED' | 'BEGUN' | 'DONE';
  text: string;
}

const evidenceLine = /^(HELD|ESCAPED|BEGUN|DONE)(?::[ \t]*(.*))?$/gm;
const maxLineLength = 200;

/** Hostile output must never reach a terminal as it is. */
export function harmless(text: string): string {
  return text.replace(/[^\x20-\x7e\u00a1-\u024f\u2010-\u2027\u20ac]/g, '\ufffd').slice(0, maxLineLength);
}

/** What the program says that it achieved, over all its output. */
export function evidenceOf({ stdout, stderr, beside }: Observation): Evidence[] {
  const streams = [stdout, stderr, ...(beside ? [beside] : [])];
  return streams.flatMap((stream) =>
    // Latin-1 keeps every byte one character: output that is not text costs no more than its size.
    [...stream.toString('latin1').matchAll(evidenceLine)].map(([, word, text = '']) => ({
      word: word as Evidence['word'],
      text: harmless(text),
    })),
  );
}
