import { newId } from '@sandsmith/foundation/ids';
import type { SandboxSession, SandboxSessionRequest } from '../sandbox-port.ts';
import type { SandboxHarness } from './sandbox-harness.ts';

export interface Spoken {
  stdout: string;
  stderr: string;
  exitCode: number | null;
  signal: string | null;
}

/** Opens a session; the suite closes it. */
export function openSession(
  harness: SandboxHarness,
  request: Partial<SandboxSessionRequest> = {},
): Promise<SandboxSession> {
  const whole = {
    sessionId: newId(),
    ownerId: 'owner',
    language: 'bash',
    files: [],
    network: 'none' as const,
    ...request,
  };
  return harness.subject().sandbox.openSession(whole, { signal: AbortSignal.timeout(120_000) });
}

/** Opens a session for as long as `work` takes. */
export async function withSession<T>(
  harness: SandboxHarness,
  request: Partial<SandboxSessionRequest>,
  work: (session: SandboxSession) => Promise<T>,
): Promise<T> {
  const session = await openSession(harness, request);
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}

/** Runs shell text to its end. */
export async function speak(
  session: SandboxSession,
  command: string,
  { input, env }: { input?: string; env?: Record<string, string> } = {},
): Promise<Spoken> {
  const process = await session.start({ command: ['bash', '-c', command], env });
  if (input !== undefined) process.write(Buffer.from(input));
  process.endInput();
  const parts = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
  for await (const { stream, bytes } of process.output) parts[stream].push(bytes);
  const text = (list: Buffer[]) => Buffer.concat(list).toString('utf8');
  return { stdout: text(parts.stdout), stderr: text(parts.stderr), ...(await process.exited) };
}

/** What a terminal has shown so far, and a wait for more of it. */
export interface Screen {
  text(): string;
  shows(pattern: RegExp): Promise<void>;
}

export function watch(output: AsyncIterable<{ bytes: Buffer }>): Screen {
  let shown = '';
  let hasEnded = false;
  let wake = () => {};
  const reading = (async () => {
    for await (const { bytes } of output) {
      shown += bytes.toString('utf8');
      wake();
    }
  })().finally(() => {
    hasEnded = true;
  });
  return {
    text: () => shown,
    async shows(pattern) {
      const giveUp = AbortSignal.timeout(15_000);
      while (!pattern.test(shown)) {
        if (giveUp.aborted || hasEnded) throw new Error(`${pattern} was not shown, but: ${shown}`);
        const { promise, resolve } = Promise.withResolvers<void>();
        wake = resolve;
        await Promise.race([promise, reading, new Promise((later) => setTimeout(later, 500))]);
      }
    },
  };
}
