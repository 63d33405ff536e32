import { type CreateRun, defaultRunLimits, type RunLimits } from '@sandsmith/contracts/domain/run';
import { SandsmithError } from '@sandsmith/foundation/errors';
import { readImageFolders } from './image-folders.ts';
import type { LanguageDefinition } from './language-definition.ts';

export interface LanguageRegistry {
  list(): Promise<LanguageDefinition[]>;
  /** Throws `run.language-unknown`, naming those there are. */
  find(id: string): Promise<LanguageDefinition>;
}

const freshMs = 5_000;

/**
 * Reads `sandbox-images/`; looks again after a few seconds, so that rebuilt images are taken up while running. Nobody has
 * to wait for that: until it is read anew, what was known holds.
 */
export function createLanguageRegistry({ imagesDirectory }: { imagesDirectory: string }): LanguageRegistry {
  let known: Promise<LanguageDefinition[]> | undefined;
  let readAtMs = 0;
  let isReading = false;

  async function read(): Promise<LanguageDefinition[]> {
    const folders = await readImageFolders(imagesDirectory);
    return folders.flatMap(({ language }) => (language ? [language] : [])).sort((a, b) => a.order - b.order);
  }

  async function refresh(): Promise<void> {
    isReading = true;
    try {
      known = Promise.resolve(await read());
    } catch {
      // the next who asks reads anew, and is told what is wrong
      known = undefined;
    } finally {
      isReading = false;
      readAtMs = Date.now();
    }
  }

  function list(): Promise<LanguageDefinition[]> {
    if (!known) {
      const first = read();
      known = first;
      readAtMs = Date.now();
      first.catch(() => {
        if (known === first) known = undefined;
      });
    } else if (!isReading && Date.now() - readAtMs > freshMs) void refresh();
    return known;
  }

  return {
    list,
    async find(id) {
      const languages = await list();
      const found = languages.find((language) => language.id === id);
      if (found) return found;
      const known = languages.map((language) => language.id);
      throw new SandsmithError({
        code: 'run.language-unknown',
        message: `There is no language "${id}". Choose one of: ${known.join(', ')}.`,
        details: { languages: known },
      });
    },
  };
}

/** The limits that hold for a run: what was asked, else the language's, else the general ones; never above the most allowed. */
export function effectiveLimits(
  language: Pick<LanguageDefinition, 'limits'>,
  asked: CreateRun['limits'],
  most: Partial<RunLimits> = {},
): RunLimits {
  const limits = { ...defaultRunLimits, ...language.limits };
  for (const name of Object.keys(defaultRunLimits) as (keyof RunLimits)[]) {
    limits[name] = Math.min(asked?.[name] ?? limits[name], most[name] ?? Number.POSITIVE_INFINITY);
  }
  return limits;
}
