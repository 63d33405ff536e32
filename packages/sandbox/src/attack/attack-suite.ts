import { SandsmithError } from '@sandsmith/foundation/errors';
import type { Sandbox } from '../sandbox-port.ts';
import type { AttackProgram } from './attack-program.ts';
import { type AttackSubject, runAttack } from './attack-runner.ts';
import { type Judgement, judge } from './judge.ts';
import { createSparingWitness, createWitness } from './witness.ts';

export interface AttackOutcome extends Judgement {
  language: string;
  elapsedMs: number;
}

export interface AttackLanguages {
  /** Whose image is built. */
  attacked: string[];
  /** Whose image is not: nothing is built for an attack. */
  notBuilt: string[];
}

export interface AttackSuite {
  /** The images that the program applies to, of those under attack. */
  languagesOf(program: AttackProgram): string[];
  /** Runs it on each of them, or on `languages` of them, several at a time, and judges each. */
  attack(
    program: AttackProgram,
    options: { signal: AbortSignal; languages?: readonly string[] },
  ): Promise<AttackOutcome[]>;
  /** A last look, from a fresh run of each language, at what is left of anything. */
  lastLook(options: { signal: AbortSignal }): Promise<{ language: string; fault: string }[]>;
}

export interface AttackSuiteOptions {
  sandbox: Sandbox;
  /** Under attack. */
  languages: string[];
  /** A folder of the caller's, for what programs leave in `output/`. */
  directory: string;
  /** How many images are attacked by the same program at a time. */
  concurrency: number;
  /** A fresh run looks for traces after every so many programs of a language; after each where left out. */
  lookEvery?: number;
  /** What the engine still holds of runs that are over, in words; asked when nothing runs. */
  leftovers?: () => Promise<string[]>;
}

/** Which images can be attacked. `wanted` names one; it throws `run.language-unknown` where there is no such language. */
export async function attackableLanguages(
  sandbox: Sandbox,
  wanted: string | undefined,
): Promise<AttackLanguages> {
  const known = await sandbox.languages();
  const chosen = known.filter(({ id }) => wanted === undefined || id === wanted);
  if (chosen.length === 0) {
    const ids = known.map(({ id }) => id);
    throw new SandsmithError({
      code: 'run.language-unknown',
      message: `There is no language "${wanted}". Choose one of: ${ids.join(', ')}.`,
      details: { languages: ids },
    });
  }
  const isBuilt = ({ status }: (typeof known)[number]) => status === 'ready';
  return {
    attacked: chosen.filter(isBuilt).map(({ id }) => id),
    notBuilt: chosen.filter((language) => !isBuilt(language)).map(({ id }) => id),
  };
}

async function attackOne(
  program: AttackProgram,
  options: { language: string; subject: AttackSubject; signal: AbortSignal },
) {
  try {
    return await runAttack(program, options);
  } catch (error) {
    options.signal.throwIfAborted();
    return error instanceof Error ? error : new Error(String(error));
  }
}

export function createAttackSuite(options: AttackSuiteOptions): AttackSuite {
  const { sandbox, languages, directory, concurrency, leftovers, lookEvery = 1 } = options;
  const witness = createSparingWitness(createWitness({ sandbox, artifactsDirectory: directory }), {
    every: lookEvery,
  });
  const subject: AttackSubject = { sandbox, witness, directory };
  const languagesOf = (program: AttackProgram) =>
    languages.filter((id) => program.languages === 'all' || program.languages.includes(id));

  return {
    languagesOf,
    lastLook: ({ signal }) => witness.last(signal),
    async attack(program, { signal, languages: chosen }) {
      const applicable = languagesOf(program).filter((id) => chosen?.includes(id) ?? true);
      const waiting = [...applicable];
      const seen: { language: string; seen: Awaited<ReturnType<typeof attackOne>> }[] = [];
      const lane = async () => {
        for (let language = waiting.shift(); language !== undefined; language = waiting.shift()) {
          seen.push({ language, seen: await attackOne(program, { language, subject, signal }) });
        }
      };
      await Promise.all(Array.from({ length: concurrency }, lane));
      signal.throwIfAborted();
      const left = (await leftovers?.()) ?? [];
      return seen
        .map(({ language, seen }) =>
          seen instanceof Error
            ? {
                language,
                elapsedMs: 0,
                passed: false,
                faults: [`It could not be run: ${seen.message}`],
                held: [],
              }
            : {
                language,
                elapsedMs: seen.elapsedMs,
                ...judge(program, { ...seen, leftovers: left }),
              },
        )
        .sort((a, b) => applicable.indexOf(a.language) - applicable.indexOf(b.language));
    },
  };
}
