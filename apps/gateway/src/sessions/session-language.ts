import { extname } from 'node:path';
import type { Language } from '@sandsmith/contracts/domain/run';
import { SandsmithError } from '@sandsmith/foundation/errors';

/** Where no file says anything: what most can use, documents included. */
const fallback = 'python';

/** The language asked for, or that of most of the files. Throws `run.language-unknown`. */
export function chooseLanguage(options: {
  wanted: string | undefined;
  paths: string[];
  languages: Pick<Language, 'id' | 'extensions'>[];
}): string {
  const { wanted, paths, languages } = options;
  const ids = languages.map(({ id }) => id);
  if (wanted !== undefined) {
    if (ids.includes(wanted)) return wanted;
    throw new SandsmithError({
      code: 'run.language-unknown',
      message: `There is no language called ${JSON.stringify(wanted)}. Choose one of: ${ids.join(', ')}.`,
    });
  }
  const counts = new Map<string, number>();
  for (const path of paths) {
    const id = languages.find(({ extensions }) => extensions.includes(extname(path).toLowerCase()))?.id;
    if (id !== undefined) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  const [most] = [...counts].sort(([, left], [, right]) => right - left);
  const chosen = most?.[0] ?? (hasPackageJson(paths) ? 'javascript' : fallback);
  return ids.includes(chosen) ? chosen : (ids[0] ?? chosen);
}

function hasPackageJson(paths: string[]): boolean {
  return paths.some((path) => path === 'package.json');
}
