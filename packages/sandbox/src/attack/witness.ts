import { newId } from '@sandsmith/foundation/ids';
import { runToEnd, type Sandbox } from '../sandbox-port.ts';

/**
 * What a fresh run can see of anybody else: files in every folder that can be written, processes, shared memory, queues,
 * semaphores, sockets. No part of it may differ from one run to the next.
 */
const lookAround = `
set -- /proc/[0-9]*; echo "processes: $#"
for table in shm msg sem; do
  count=0; while read -r _; do count=$((count + 1)); done < /proc/sysvipc/$table 2>/dev/null; echo "$table: $count"
done
sockets=0; while read -r _; do sockets=$((sockets + 1)); done < /proc/net/unix; echo "sockets: $sockets"
echo "folder: $(pwd)"
find /work /tmp /dev/shm /dev/mqueue /deps -mindepth 1 2>/dev/null | sort`;

export interface Witness {
  /** Runs a harmless program and tells what is wrong with what it sees; undefined where all is as it was at first. */
  faultAfter(language: string, signal: AbortSignal): Promise<string | undefined>;
  /** Takes the first look in a language, before anything hostile ran there. Throws where even that fails. */
  prepare(language: string, signal: AbortSignal): Promise<void>;
}

/** Looks from fresh runs whether anything of other runs can be seen. */
export function createWitness({
  sandbox,
  artifactsDirectory,
}: {
  sandbox: Sandbox;
  artifactsDirectory: string;
}): Witness {
  const first = new Map<string, Promise<string>>();

  async function look(language: string, signal: AbortSignal): Promise<string> {
    const { status, message, stdout } = await runToEnd(
      sandbox.run(
        {
          runId: newId(),
          ownerId: 'attack-witness',
          language,
          files: [],
          command: lookAround,
          network: 'none',
          artifactsDirectory,
        },
        { signal },
      ),
    );
    if (status !== 'succeeded') throw new Error(message ?? `it ended ${status}`);
    return stdout;
  }

  const firstLook = (language: string, signal: AbortSignal) => {
    const known = first.get(language) ?? look(language, signal);
    first.set(language, known);
    return known;
  };

  return {
    async prepare(language, signal) {
      await firstLook(language, signal);
    },
    async faultAfter(language, signal) {
      const before = await firstLook(language, signal);
      try {
        const now = await look(language, signal);
        if (now === before) return undefined;
        const known = new Set(before.split('\n'));
        const news = now.split('\n').filter((line) => !known.has(line));
        return `it sees what it should not: ${news.join(', ') || 'something is missing'}.`;
      } catch (error) {
        return `it did not work: ${error instanceof Error ? error.message : String(error)}.`;
      }
    },
  };
}

/**
 * Looks after every so many programs of a language only: what one of them had left behind is still seen, but not which.
 * `last` looks in every language once more.
 */
export function createSparingWitness(
  witness: Witness,
  { every }: { every: number },
): Witness & { last(signal: AbortSignal): Promise<{ language: string; fault: string }[]> } {
  const since = new Map<string, number>();
  return {
    prepare: witness.prepare,
    async faultAfter(language, signal) {
      const count = (since.get(language) ?? 0) + 1;
      since.set(language, count % every);
      return count < every ? undefined : witness.faultAfter(language, signal);
    },
    async last(signal) {
      const faults: { language: string; fault: string }[] = [];
      for (const language of since.keys()) {
        const fault = await witness.faultAfter(language, signal);
        if (fault !== undefined) faults.push({ language, fault });
      }
      return faults;
    },
  };
}
