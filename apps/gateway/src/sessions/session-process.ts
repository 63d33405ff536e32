import { StringDecoder } from 'node:string_decoder';
import type { sessionProcessSchema } from '@sandsmith/contracts/domain/session';
import type { processViewSchema } from '@sandsmith/contracts/http/sessions';
import { newId } from '@sandsmith/foundation/ids';
import type { SandboxProcess } from '@sandsmith/sandbox/sandbox-port';
import type { z } from 'zod';
import { createPacer } from './pacer.ts';
import { createScrollback } from './scrollback.ts';

export type ProcessSummary = z.input<typeof sessionProcessSchema>;
export type ProcessView = z.input<typeof processViewSchema>;

export interface SessionProcess {
  readonly id: string;
  summary(): ProcessSummary;
  view(): ProcessView;
  isRunning(): boolean;
  /** Asks it to end, and kills it where it does not within two seconds; resolves when it is over. */
  stop(): Promise<void>;
  ended: Promise<void>;
}

const bytesPerSecond = 4 * 1024 * 1024;
const patienceMs = 2_000;

/** A program without a terminal: the last of its output is kept, its input is empty. */
export function createSessionProcess(options: {
  process: SandboxProcess;
  command: string;
  onOutput: (text: string) => void;
}): SessionProcess {
  const { process, command, onOutput } = options;
  const id = newId();
  const startedAt = new Date().toISOString();
  const scrollback = createScrollback();
  let exit: { exitCode: number | null; signal: string | null } | undefined;
  process.endInput();

  async function drain(): Promise<void> {
    const decoders = { stdout: new StringDecoder('utf8'), stderr: new StringDecoder('utf8') };
    const pacer = createPacer({ bytesPerSecond });
    for await (const { stream, bytes } of process.output) {
      const text = decoders[stream].write(bytes);
      scrollback.append(text);
      if (text !== '') onOutput(text);
      await pacer.take(bytes.length);
    }
    exit = await process.exited;
  }
  const ended = drain().catch(() => {
    exit ??= { exitCode: null, signal: null };
  });

  const summary = (): ProcessSummary => ({
    ...{ id, command, startedAt, status: exit ? 'exited' : 'running' },
    ...{ exitCode: exit?.exitCode ?? null, signal: exit?.signal ?? null },
  });
  return {
    id,
    ended,
    summary,
    view: () => ({ ...summary(), output: scrollback.text(), isTruncated: scrollback.isCut() }),
    isRunning: () => !exit,
    async stop() {
      if (exit) return;
      process.kill('SIGTERM');
      const timer = setTimeout(() => process.kill('SIGKILL'), patienceMs);
      await ended.finally(() => clearTimeout(timer));
    },
  };
}
