import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DocumentContext } from '../../../model-port.ts';

const shipped = join(import.meta.dirname, '../fixtures');
const unshipped = join(import.meta.dirname, '../../../../../../tests/data/profiles');

/** Where each real data set's profile stands; those without a licence stay under tests/. */
const places: Record<string, string> = {
  'seattle-weather': shipped,
  birdstrikes: shipped,
  unemployment: shipped,
  penguins: shipped,
  gapminder: shipped,
  movies: unshipped,
  stocks: unshipped,
};

export const sampleNames = Object.keys(places);

/** The profile of a real data set, as a build would hand it to the model. */
export function sampleDocument(name: string): DocumentContext {
  const place = places[name];
  if (place === undefined) throw new RangeError(`No sample named ${name}`);
  return JSON.parse(readFileSync(join(place, `${name}.json`), 'utf8')) as DocumentContext;
}
