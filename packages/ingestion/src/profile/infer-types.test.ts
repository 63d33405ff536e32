import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { candidatesOf } from './type-candidates.ts';

/** Reads a file in a process of its own and prints the columns. */
const readFileScript = `
  import { createIngestion } from ${JSON.stringify(new URL('../duckdb-ingestion.ts', import.meta.url).href)};
  const [path, temporaryDirectory] = process.argv.slice(1);
  const ingestion = createIngestion({ temporaryDirectory });
  const signal = new AbortController().signal;
  const { profile, problems } = await ingestion.ingest({ name: 'data.csv', path }, { signal });
  await ingestion.close();
  console.log(JSON.stringify({ problems, columns: profile.columns.map(({ name, type, dateFormat }) => [name, type, dateFormat ?? null]) }));
`;

describe('a process that has compiled many regular expressions', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sandsmith-infer-types-'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  test('finds the types that a fresh one finds', async () => {
    const path = join(folder, 'document');
    const rows = Array.from({ length: 24 }, (_, index) => {
      const short = ['Jan', 'Feb', 'MAR', 'apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
      const month = short[index % 12];
      const year = 2000 + index;
      const long = ['January', 'September', 'DECEMBER'][index % 3];
      const half = ['AM', 'pm', 'Pm'][index % 3];
      return `${month} 1 ${year},${long} ${year},1/${index + 1}/2020 1:05 ${half},${['True', 'FALSE'][index % 2]}`;
    });
    await writeFile(path, `short,long,clock,truth\n${rows.join('\n')}\n`);
    // V8 gives up optimising on its own after a megabyte of compiled expressions; the flag takes it there at once.
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--no-warnings',
      '--no-regexp-optimization',
      '--input-type=module',
      '--eval',
      readFileScript,
      path,
      join(folder, 'temporary'),
    ]);
    expect(JSON.parse(stdout)).toEqual({
      problems: [],
      columns: [
        ['short', 'date', '%b %d %Y'],
        ['long', 'date', '%B %Y'],
        ['clock', 'datetime', '%m/%d/%Y %I:%M %p'],
        ['truth', 'boolean', null],
      ],
    });
  });
});

test.each(candidatesOf('any', ';').map(({ type, dateFormat, regex }) => [dateFormat ?? type, regex]))(
  'the expression for %s has no modifiers, which V8 does not always read alike',
  (_name, regex) => {
    expect(regex).not.toMatch(/\(\?[a-z-]/);
  },
);
