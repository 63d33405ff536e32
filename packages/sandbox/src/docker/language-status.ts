import type { Language, RunLimits } from '@sandsmith/contracts/domain/run';
import type { LanguageDefinition } from '../languages/language-definition.ts';
import { effectiveLimits } from '../languages/language-registry.ts';
import type { ImageCatalogue } from './images/image-catalogue.ts';
import type { ImageSupply } from './images/image-supply.ts';

/** Each language with its version, where its image is built. Where the engine is away, all count as missing. */
export async function describeLanguages(
  languages: LanguageDefinition[],
  {
    catalogue,
    supply,
    maxLimits,
  }: { catalogue: ImageCatalogue; supply: ImageSupply; maxLimits: Partial<RunLimits> | undefined },
): Promise<Language[]> {
  return Promise.all(
    languages.map(async (language) => {
      const version = await catalogue.version(language.imageTag).catch(() => undefined);
      const { id, name, extensions, packageManager, sample } = language;
      const unbuilt = supply.isBuilding(id) ? ('building' as const) : ('missing' as const);
      return {
        id,
        name,
        version: version ?? null,
        extensions,
        status: version === undefined ? unbuilt : ('ready' as const),
        limits: effectiveLimits(language, undefined, maxLimits),
        packageManager: packageManager
          ? { name: packageManager.name, manifests: packageManager.manifests }
          : null,
        sample,
      };
    }),
  );
}
