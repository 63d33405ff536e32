import { StringDecoder } from 'node:string_decoder';
import type { BuilderContext } from '../builder-context.ts';
import type { WorkScope } from './build-recorder.ts';
import { createDeltaStream } from './delta-stream.ts';

const maxStoredCharacters = 256 * 1024;

interface Chunk {
  text?: string;
  base64?: string;
}

/** A program's output as events: batched, capped, and readable whatever bytes it prints. */
export interface OutputStream {
  stdout(chunk: Chunk): void;
  stderr(chunk: Chunk): void;
  end(): Promise<void>;
}

export function createOutputStream(context: BuilderContext, scope: WorkScope, stepId: string): OutputStream {
  const { recorder } = context;
  let stored = 0;

  function channel(type: 'stdout.delta' | 'stderr.delta') {
    const decoder = new StringDecoder('utf8');
    const deltas = createDeltaStream((text) => recorder.append(scope, { type, stepId, payload: { text } }));
    return {
      push({ text, base64 }: Chunk) {
        if (stored >= maxStoredCharacters) return;
        const piece = text ?? decoder.write(Buffer.from(base64 ?? '', 'base64'));
        const room = maxStoredCharacters - stored;
        stored += piece.length;
        deltas.push(piece.slice(0, room));
        if (piece.length >= room)
          deltas.push(
            `\n[The output goes on; only its first ${maxStoredCharacters / 1024} KiB are kept here.]\n`,
          );
      },
      end: () => deltas.end(),
    };
  }

  const stdout = channel('stdout.delta');
  const stderr = channel('stderr.delta');
  return {
    stdout: stdout.push,
    stderr: stderr.push,
    async end() {
      await stdout.end();
      await stderr.end();
    },
  };
}
