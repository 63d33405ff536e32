import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type BuildView, buildSchema, finishedBuildStatuses } from '@sandsmith/contracts/domain/build';
import { projectSchema } from '@sandsmith/contracts/domain/project';
import { createdBuildSchema } from '@sandsmith/contracts/http/builds';
import { documentListSchema } from '@sandsmith/contracts/http/documents';
import { delay } from '@sandsmith/foundation/delay';
import { type Product, startProduct } from '@sandsmith/test-kit/product/start-product';
import { utils, write } from 'xlsx';
import { blueprintCases } from './blueprint-cases.ts';
import { answerCases } from './cases.ts';
import { expectSomeTable } from './match-tables.ts';
import { companiesCsv, openViews } from './open-views.ts';
import { writtenTables } from './written-tables.ts';

const dataFolder = join(import.meta.dirname, '../../data');

let product: Product;
let views: Awaited<ReturnType<typeof openViews>>;
/** One project for each set of files, made when first asked for. */
const projects = new Map<string, Promise<string>>();

/** The penguins as an Excel workbook, made by a writer that is not the product's. */
async function penguinsWorkbook(): Promise<Uint8Array<ArrayBuffer>> {
  const { readFile } = await import('node:fs/promises');
  const rows: unknown[] = JSON.parse(await readFile(join(dataFolder, 'penguins.json'), 'utf8'));
  const workbook = utils.book_new();
  utils.book_append_sheet(workbook, utils.json_to_sheet(rows), 'Penguins');
  return new Uint8Array(write(workbook, { type: 'buffer', bookType: 'xlsx' }));
}

async function fileOf(name: string) {
  if (name === 'companies.csv') return { name, content: companiesCsv };
  if (name === 'penguins.xlsx') return { name, content: await penguinsWorkbook() };
  return join(dataFolder, name);
}

async function makeProject(files: string[]): Promise<string> {
  const { id } = await product.client.call('POST', '/projects', {
    schema: projectSchema,
    json: { name: files.join(' and ') },
  });
  const upload = await product.client.upload(id, await Promise.all(files.map(fileOf)));
  expect(upload.status).toBe(201);
  for (;;) {
    const { documents } = await product.client.call('GET', `/projects/${id}/documents`, {
      schema: documentListSchema,
    });
    if (documents.some(({ status }) => status === 'failed'))
      throw new Error(`a document failed: ${JSON.stringify(documents)}`);
    if (documents.length === files.length && documents.every(({ status }) => status === 'ready')) return id;
    await delay(50);
  }
}

function projectWith(files: string[]): Promise<string> {
  const key = files.join();
  const project = projects.get(key) ?? makeProject(files);
  projects.set(key, project);
  return project;
}

async function build(files: string[], spec: string): Promise<BuildView> {
  const project = await projectWith(files);
  const json = { spec, provider: 'builtin', approval: 'automatic' };
  const { id } = await product.client.call('POST', `/projects/${project}/builds`, {
    schema: createdBuildSchema,
    json,
  });
  for (;;) {
    const view = await product.client.call('GET', `/builds/${id}`, { schema: buildSchema });
    if (finishedBuildStatuses.includes(view.status)) return view;
    await delay(100);
  }
}

beforeAll(async () => {
  product = await startProduct({ env: { SAMPLE_PROJECT: 'off' } });
  views = await openViews();
});
afterAll(async () => {
  views?.close();
  await product?.close();
});

describe('the built-in model answers as SQL does', () => {
  test.each(answerCases)('$spec', async ({ files, spec, tables, artifacts = [] }) => {
    const done = await build(files, spec);
    expect({ status: done.status, failure: done.failure }).toEqual({ status: 'succeeded', failure: null });
    const written = await writtenTables(product.client, done);
    for (const { sql, ...options } of tables)
      expectSomeTable(written, await views.query(sql), { ...options, what: sql });
    const paths = done.artifacts.map(({ path }) => path);
    for (const ending of artifacts) expect(paths.filter((path) => path.endsWith(ending))).not.toEqual([]);
    expect(done.summary?.length).toBeGreaterThan(20);
    expect(done.plan?.steps.map(({ status }) => status)).toEqual(done.plan?.steps.map(() => 'succeeded'));
  });
});

describe('the built-in model writes programs', () => {
  test.each(blueprintCases)('$spec', async ({ files, spec, artifacts }) => {
    const done = await build(files, spec);
    expect({ status: done.status, failure: done.failure }).toEqual({ status: 'succeeded', failure: null });
    expect(done.plan?.steps.some(({ kind, status }) => kind === 'test' && status === 'succeeded')).toBe(true);
    const paths = done.artifacts.map(({ path }) => path);
    for (const ending of artifacts) expect(paths.filter((path) => path.endsWith(ending))).not.toEqual([]);
  });
});

test.each(['Write a snake game in Rust', 'Train a neural network on it', 'Average salary by department'])(
  'says plainly that it cannot: %s',
  async (spec) => {
    const done = await build(['seattle-weather.csv'], spec);
    expect(done.status).toBe('failed');
    expect(done.failure?.code).toBe('build.model-cannot');
    expect(done.failure?.message).toMatch(/Ollama/);
    expect(done.failure?.message).toMatch(/OpenAI/);
  },
);
