import { rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { RunLimits } from '@sandsmith/contracts/domain/run';
import { newId } from '@sandsmith/foundation/ids';
import type { LanguageRegistry } from '../languages/language-registry.ts';
import { runToEnd } from '../sandbox-port.ts';
import type { ImageCatalogue } from './images/image-catalogue.ts';
import type { RunExecutor } from './runs/run-executor.ts';

/** What became of a program in the chosen runtime. */
export interface RuntimeTrial {
  /** Why nothing can be run in it; undefined where a program ran. */
  fault?: string;
  /** What a run asks for and this runtime does not enforce, in words that follow "not enforced:". */
  gaps: string[];
}

/** What a program sees of its own limits, a line each; nothing where it cannot be seen. */
const question = [
  'grep -s ^Seccomp: /proc/self/status',
  'echo inodes: $(stat -f -c %c /work)',
  'echo pids: $(cat /sys/fs/cgroup/pids.max /sys/fs/cgroup/pids/pids.max 2>/dev/null)',
].join('; ');
/** How the kernel numbers a process that a filter is on. */
const filtered = 2;

/** Reads the answer of a program that ran with these limits. */
export function gapsIn(
  answer: string,
  { workInodes, pids }: Pick<RunLimits, 'workInodes' | 'pids'>,
): string[] {
  const read = (name: string) => Number(new RegExp(`^${name}:\\s*(\\d+)$`, 'm').exec(answer)?.[1]);
  const gaps: string[] = [];
  if (read('Seccomp') !== filtered)
    gaps.push(
      "the product's own filter of system calls (what the runtime lets through counts, and a program can disturb the agent that judges its run)",
    );
  if (read('inodes') > workInodes) gaps.push('the number of files in the working folder (their size is)');
  // the agent is one process more; where nothing is seen there is no number to compare
  if (!(read('pids') <= pids + 1))
    gaps.push(
      'the number of processes by itself (those of the runtime count too, and at the limit the run ends as infrastructure-error)',
    );
  return gaps;
}

/** Runs a program that looks at its own limits; gives undefined where there is no image yet to run one in. */
export async function probeRuntime({
  executor,
  registry,
  catalogue,
  instanceId,
  signal,
}: {
  executor: RunExecutor;
  registry: LanguageRegistry;
  catalogue: ImageCatalogue;
  instanceId: string;
  signal: AbortSignal;
}): Promise<RuntimeTrial | undefined> {
  const languages = await registry.list();
  const versions = await Promise.all(languages.map(({ imageTag }) => catalogue.version(imageTag)));
  const language = languages.find((_language, index) => versions[index] !== undefined);
  if (!language) return undefined;
  const runId = newId();
  const artifactsDirectory = path.join(os.tmpdir(), `sandsmith-probe-${runId}`);
  const plan = await executor.plan({
    runId,
    ownerId: instanceId,
    language: language.id,
    files: [],
    command: question,
    network: 'none',
    artifactsDirectory,
  });
  const result = await runToEnd(executor.execute(plan, { signal, queuedMs: 0 })).finally(() =>
    rm(artifactsDirectory, { recursive: true, force: true }),
  );
  if (result.status !== 'succeeded')
    return { fault: result.message ?? `a program ended ${result.status}`, gaps: [] };
  return { gaps: gapsIn(result.stdout, plan.limits) };
}
