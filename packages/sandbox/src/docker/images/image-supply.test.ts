import { expect, test } from '@jest/globals';
import { silentLogger } from '@sandsmith/foundation/logger';
import type { LanguageDefinition } from '../../languages/language-definition.ts';
import type { BuildProgress } from '../build-images.ts';
import { createImageSupply, type ImageSupplyOptions } from './image-supply.ts';

const rust = { id: 'rust', name: 'Rust', imageTag: 'sandsmith/rust:1' } as LanguageDefinition;
const perl = { id: 'perl', name: 'Perl', imageTag: 'sandsmith/perl:1' } as LanguageDefinition;
const never = new AbortController().signal;

function bench() {
  const present = new Set<string>();
  const begun: string[] = [];
  let onProgress: (progress: BuildProgress) => void = () => {};
  let finish = Promise.withResolvers<void>();
  const build: ImageSupplyOptions['build'] = async (language, options) => {
    begun.push(language);
    ({ onProgress } = options);
    options.signal.addEventListener('abort', () => finish.reject(options.signal.reason));
    await finish.promise;
    present.add(`sandsmith/${language}:1`);
  };
  const catalogue = {
    version: async (tag: string) => (present.has(tag) ? '1.0' : undefined),
    forget: () => {},
  };
  return {
    begun,
    supply: createImageSupply({ catalogue, logger: silentLogger, build }),
    progress: (step: number) =>
      onProgress({ image: 2, images: 2, name: 'rust', step, steps: 8, message: '' }),
    finish(error?: Error) {
      if (error) finish.reject(error);
      else finish.resolve();
      finish = Promise.withResolvers();
    },
  };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('one build serves all who wait, tells each, and goes on where one gives up', async () => {
  const { supply, begun, progress, finish } = bench();
  const heard: string[][] = [[], []];
  const controller = new AbortController();
  const first = supply.ensure(rust, {
    onProgress: (message) => heard[0]?.push(message),
    signal: controller.signal,
  });
  const second = supply.ensure(rust, { onProgress: (message) => heard[1]?.push(message), signal: never });
  await turn();
  expect([begun, supply.isBuilding('rust')]).toEqual([['rust'], true]);
  progress(3);
  progress(3);
  controller.abort(new Error('enough'));
  await expect(first).rejects.toThrow('enough');
  progress(4);
  finish();
  await second;
  expect(heard[0]?.slice(1)).toEqual(['Building the image for Rust, part 2 of 2, step 3 of 8 (first use)']);
  expect(heard[1]?.slice(1)).toHaveLength(2);
  await supply.ensure(rust, { onProgress: () => {}, signal: never });
  expect([begun, supply.isBuilding('rust')]).toEqual([['rust'], false]);
});

test('a build that failed is tried again by the next who asks; builds take turns', async () => {
  const { supply, begun, finish } = bench();
  const quiet = { onProgress: () => {}, signal: never };
  const first = supply.ensure(rust, quiet);
  const other = supply.ensure(perl, quiet);
  await turn();
  expect(begun).toEqual(['rust']);
  finish(new Error('no mirror'));
  await expect(first).rejects.toThrow('no mirror');
  const again = supply.ensure(rust, quiet);
  await turn();
  expect(begun).toEqual(['rust', 'perl']);
  finish();
  await other;
  await turn();
  expect(begun).toEqual(['rust', 'perl', 'rust']);
  finish();
  await again;
});

test('closing stops what is being built', async () => {
  const { supply } = bench();
  const waiting = supply.ensure(rust, { onProgress: () => {}, signal: never });
  await turn();
  const rejected = expect(waiting).rejects.toThrow('stops');
  await supply.close();
  await rejected;
});
