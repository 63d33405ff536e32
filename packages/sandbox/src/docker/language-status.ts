import type { Language, RunLimits } from '@sandsmith/contracts/domain/run';
import type Docker from 'dockerode';
import type { LanguageDefinition } from '../languages/language-definition.ts';
import { effectiveLimits } from '../languages/language-registry.ts';
import { labels, within } from './engine.ts';

const timeoutMs = 5_000;
const freshMs = 1_000;

/** Asks the engine at most once a second, however many runs begin at once. */
export function createLanguageStatus(describe: () => Promise<Language[]>): () => Promise<Language[]> {
  let cached: { atMs: number; languages: Promise<Language[]> } | undefined;
  return () => {
    const nowMs = Date.now();
    if (cached && nowMs - cached.atMs <= freshMs) return cached.languages;
    const entry = { atMs: nowMs, languages: describe() };
    cached = entry;
    entry.languages.catch(() => {
      if (cached === entry) cached = undefined;
    });
    return entry.languages;
  };
}

/** Each language with its version, where its image is built. Where the engine is away, all count as missing. */
export async function describeLanguages(
  engine: Docker,
  languages: LanguageDefinition[],
  maxLimits: Partial<RunLimits> | undefined,
): Promise<Language[]> {
  return Promise.all(
    languages.map(async (language) => {
      const image = await within(
        timeoutMs,
        'looking for an image',
        engine.getImage(language.imageTag).inspect(),
      ).catch(() => undefined);
      const { id, name, extensions, packageManager, sample } = language;
      return {
        id,
        name,
        version: image?.Config?.Labels?.[labels.languageVersion] ?? null,
        extensions,
        status: image ? ('ready' as const) : ('missing' as const),
        limits: effectiveLimits(language, undefined, maxLimits),
        packageManager: packageManager
          ? { name: packageManager.name, manifests: packageManager.manifests }
          : null,
        sample,
      };
    }),
  );
}
