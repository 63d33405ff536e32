import { isSandsmithError } from '@sandsmith/foundation/errors';
import type { Logger } from '@sandsmith/foundation/logger';
import type { LanguageDefinition } from '../../languages/language-definition.ts';
import type { BuildProgress } from '../build-images.ts';
import { orAbort } from '../or-abort.ts';
import type { ImageCatalogue } from './image-catalogue.ts';

/** Builds the images of languages when they are first used. */
export interface ImageSupply {
  /**
   * Resolves when the image is there. One build serves all who wait for it, and goes on where they no longer do. Throws
   * the reason where it fails; the next who asks tries again.
   */
  ensure(
    language: LanguageDefinition,
    options: { onProgress: (message: string) => void; signal: AbortSignal },
  ): Promise<void>;
  isBuilding(languageId: string): boolean;
  /** Stops what is being built. */
  close(): Promise<void>;
}

export interface ImageSupplyOptions {
  catalogue: ImageCatalogue;
  logger: Logger;
  build: (
    language: string,
    options: { onProgress: (progress: BuildProgress) => void; signal: AbortSignal },
  ) => Promise<unknown>;
}

interface Build {
  done: Promise<void>;
  message: string;
  listeners: Set<(message: string) => void>;
}

/** What those who wait read. */
export function buildMessage(name: string, { image, images, step, steps }: BuildProgress): string {
  const part = images > 1 && image > 0 ? `, part ${image} of ${images}` : '';
  const words = step === undefined ? '' : `, step ${step} of ${steps}`;
  return `Building the image for ${name}${part}${words} (first use)`;
}

/** One build at a time: each takes the whole machine, and several may need the same parent. */
export function createImageSupply({ catalogue, logger, build }: ImageSupplyOptions): ImageSupply {
  const builds = new Map<string, Build>();
  const shutdown = new AbortController();
  let last: Promise<unknown> = Promise.resolve();

  async function carryOut(language: LanguageDefinition, tell: (message: string) => void): Promise<void> {
    const { id, name } = language;
    logger.info({ language: id }, 'language image is built for its first use');
    try {
      await build(id, {
        onProgress: (progress) => tell(buildMessage(name, progress)),
        signal: shutdown.signal,
      });
    } catch (error) {
      if (!isSandsmithError(error)) shutdown.signal.throwIfAborted();
      throw error;
    } finally {
      catalogue.forget();
    }
  }

  function begin(language: LanguageDefinition): Build {
    const listeners = new Set<(message: string) => void>();
    const tell = (message: string) => {
      if (message === started.message) return;
      started.message = message;
      for (const listener of listeners) listener(message);
    };
    const done = last.then(() => carryOut(language, tell)).finally(() => builds.delete(language.id));
    const message = `The image for ${language.name} is built first: this is its first use`;
    const started: Build = { done, message, listeners };
    last = done.catch(() => {});
    builds.set(language.id, started);
    return started;
  }

  return {
    async ensure(language, { onProgress, signal }) {
      if ((await catalogue.version(language.imageTag)) !== undefined) return;
      signal.throwIfAborted();
      const current = builds.get(language.id) ?? begin(language);
      current.listeners.add(onProgress);
      onProgress(current.message);
      try {
        await orAbort(current.done, signal);
      } finally {
        current.listeners.delete(onProgress);
      }
    },
    isBuilding: (languageId) => builds.has(languageId),
    async close() {
      shutdown.abort(new Error('the server stops'));
      await last;
    },
  };
}
