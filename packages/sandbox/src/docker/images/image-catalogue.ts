import type Docker from 'dockerode';
import { labels, within } from '../engine.ts';

/** The images of languages that the engine has. */
export interface ImageCatalogue {
  /** The version of the language in that image; undefined where there is no such image. */
  version(tag: string): Promise<string | undefined>;
  /** What is known may be wrong: asks anew the next time. */
  forget(): void;
}

const timeoutMs = 5_000;
/** Others build and remove images too: what is older is still used, and asked for anew meanwhile. */
const freshMs = 5_000;

/** The versions of the languages in all images that the engine has, by the images' tags. One question. */
export async function readImageVersions(engine: Docker): Promise<ReadonlyMap<string, string>> {
  const filters = { label: [labels.languageVersion] };
  const images = await within(timeoutMs, 'looking for images', engine.listImages({ filters }));
  const versions = new Map<string, string>();
  for (const { RepoTags, Labels } of images) {
    for (const tag of RepoTags ?? []) versions.set(tag, Labels[labels.languageVersion] ?? '');
  }
  return versions;
}

/** Remembers what the engine has, so that a run does not have to ask. */
export function createImageCatalogue(engine: Docker): ImageCatalogue {
  let known: ReadonlyMap<string, string> | undefined;
  let readAtMs = 0;
  let reading: Promise<ReadonlyMap<string, string>> | undefined;

  function refresh(): Promise<ReadonlyMap<string, string>> {
    reading ??= readImageVersions(engine)
      .then((versions) => {
        known = versions;
        readAtMs = Date.now();
        return versions;
      })
      .finally(() => {
        reading = undefined;
      });
    return reading;
  }

  return {
    async version(tag) {
      if (!known) return (await refresh()).get(tag);
      if (Date.now() - readAtMs > freshMs) refresh().catch(() => {});
      return known.get(tag);
    },
    forget() {
      known = undefined;
    },
  };
}
