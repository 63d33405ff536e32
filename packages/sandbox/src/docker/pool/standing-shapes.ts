import os from 'node:os';
import type { RunLimits } from '@sandsmith/contracts/domain/run';
import type { LanguageDefinition } from '../../languages/language-definition.ts';
import { effectiveLimits, type LanguageRegistry } from '../../languages/language-registry.ts';
import { plainShape } from '../containers/container-shape.ts';
import type { ImageCatalogue } from '../images/image-catalogue.ts';
import type { StandingShape } from './container-pool.ts';

/** The first in the list of languages is the one that most ask for. */
const leastOfFirst = 2;
const leastOfOthers = 1;
/** What a container takes that only waits: its shim in the engine and the kernel's own. */
const idleBytes = 24 * 1024 * 1024;
/** Of the memory that is free; the rest is for the runs themselves. */
const share = 1 / 4;

export interface StandingShapes {
  /** The default languages whose images are there, with their usual limits. */
  read(): Promise<StandingShape[]>;
  /** Whether the image is one that a folder makes now: what was changed is another image. */
  isCurrent(imageTag: string): boolean;
}

export function createStandingShapes({
  registry,
  catalogue,
  maxLimits,
}: {
  registry: LanguageRegistry;
  catalogue: ImageCatalogue;
  maxLimits: Partial<RunLimits> | undefined;
}): StandingShapes {
  let current: ReadonlySet<string> | undefined;

  async function shapeOf(language: LanguageDefinition, index: number): Promise<StandingShape[]> {
    if ((await catalogue.version(language.imageTag)) === undefined) return [];
    const shape = plainShape(language.imageTag, effectiveLimits(language, undefined, maxLimits));
    return [{ shape, least: index === 0 ? leastOfFirst : leastOfOthers }];
  }

  return {
    async read() {
      const languages = await registry.list();
      current = new Set(languages.map(({ imageTag }) => imageTag));
      const defaults = languages.filter((language) => language.default);
      return (await Promise.all(defaults.map(shapeOf))).flat();
    },
    isCurrent: (imageTag) => current?.has(imageTag) ?? true,
  };
}

/** How many containers may stand ready beside what the machine is doing. */
export function affordableContainers(): number {
  return Math.floor((os.freemem() * share) / idleBytes);
}
