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

export interface BuildLayer {
  id: string;
  /** Whether another build had made it before. */
  isCached: boolean;
}

/** How much of an id the engine shows in what it says of a build. */
export const shortIdLength = 12;

const fromCache = ' ---> Using cache';

/** The image that a step has led to, such as " ---> 0123456789ab". */
export function layerOf(line: string): string | undefined {
  return /^ ---> ([0-9a-f]{12})$/.exec(line)?.[1];
}

const keptLines = 15;

/** Follows a build or import to its end; throws with its last lines where it failed. */
export async function followBuild(
  engine: Docker,
  stream: NodeJS.ReadableStream,
  {
    title,
    onStep,
    onLayer,
  }: { title: string; onStep: (step: BuildStep) => void; onLayer?: (layer: BuildLayer) => void },
): Promise<void> {
  const lines: string[] = [];
  let failure: string | undefined;
  const onLine = (value: unknown) => {
    const line = lineSchema.safeParse(value).data;
    const text = line?.stream?.trimEnd();
    const isCached = lines.at(-1) === fromCache;
    if (text) lines.push(text);
    if (lines.length > keptLines) lines.shift();
    const step = text && stepOf(text);
    if (step) onStep(step);
    const id = text && layerOf(text);
    if (id) onLayer?.({ id, isCached });
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
