import { SandsmithError } from '@sandsmith/foundation/errors';
import type Docker from 'dockerode';
import { z } from 'zod';

const lineSchema = z.object({
  stream: z.string().optional(),
  status: z.string().optional(),
  error: z.string().optional(),
});

export interface BuildStep {
  step: number;
  steps: number;
}

/** The step that a line of a build announces, such as "Step 4/9 : RUN …". */
export function stepOf(line: string): BuildStep | undefined {
  const match = /^Step (\d+)\/(\d+) :/.exec(line);
  return match ? { step: Number(match[1]), steps: Number(match[2]) } : undefined;
}

const keptLines = 15;

/** Follows a build or import to its end; throws with its last lines where it failed. */
export async function followBuild(
  engine: Docker,
  stream: NodeJS.ReadableStream,
  { title, onStep }: { title: string; onStep: (step: BuildStep) => void },
): Promise<void> {
  const lines: string[] = [];
  let failure: string | undefined;
  const onLine = (value: unknown) => {
    const line = lineSchema.safeParse(value).data;
    const text = line?.stream?.trimEnd();
    if (text) lines.push(text);
    if (lines.length > keptLines) lines.shift();
    const step = text && stepOf(text);
    if (step) onStep(step);
    if (line?.error) failure = line.error;
  };
  const cause = await new Promise<unknown>((resolve) => {
    engine.modem.followProgress(stream, (error: Error | null) => resolve(error ?? undefined), onLine);
  });
  if (failure === undefined && cause === undefined) return;
  throw new SandsmithError({
    code: 'sandbox.failed',
    message: [
      `${title} failed: ${(failure ?? 'the engine ended the build').trim()}`,
      'Check that this machine reaches its package mirrors (EXTRA_CA_CERTS and http_proxy are passed on), then run "npm run images". The last lines:',
      ...lines,
    ].join('\n'),
    cause,
  });
}
