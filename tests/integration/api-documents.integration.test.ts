import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { documentRowsSchema, documentSchema } from '@sandsmith/contracts/domain/document';
import { projectSchema } from '@sandsmith/contracts/domain/project';
import { documentListSchema } from '@sandsmith/contracts/http/documents';
import { suggestionListSchema } from '@sandsmith/contracts/http/projects';
import { delay } from '@sandsmith/foundation/delay';
import { newId } from '@sandsmith/foundation/ids';
import { dataPaths } from '@sandsmith/gateway/config';
import { type Product, startProduct } from '@sandsmith/test-kit/product/start-product';

const data = join(import.meta.dirname, '../data');
const uploadMaxBytes = 4 * 1024 * 1024;
let product: Product;
let projectId: string;
beforeAll(async () => {
  product = await startProduct({ env: { UPLOAD_MAX_BYTES: String(uploadMaxBytes) } });
  projectId = (
    await product.client.call('POST', '/projects', { json: { name: 'Data' }, schema: projectSchema })
  ).id;
});
afterAll(() => product.close());

const list = async () =>
  (await product.client.call('GET', `/projects/${projectId}/documents`, { schema: documentListSchema }))
    .documents;
const storedFiles = async () => {
  const directory = join(dataPaths(product.context.config).uploads, projectId);
  return existsSync(directory) ? readdir(directory) : [];
};
const waiting = async () => {
  const { incoming } = dataPaths(product.context.config);
  return existsSync(incoming) ? readdir(incoming) : [];
};

test('several files are taken at once, profiled, read by rows, suggested about, and deleted', async () => {
  const uploaded = await product.client.upload(projectId, [
    `${data}/seattle-weather.csv`,
    `${data}/penguins.json`,
  ]);
  expect(uploaded).toMatchObject({
    status: 201,
    body: {
      documents: [
        { name: 'seattle-weather.csv', status: 'ready' },
        { name: 'penguins.json', status: 'ready' },
      ],
    },
  });
  const [weather] = documentListSchema.parse(uploaded.body).documents;
  const id = weather?.id;
  const profile = await product.client.call('GET', `/documents/${id}`, { schema: documentSchema });
  expect(profile).toMatchObject({ format: 'csv', rowCount: 1461, columnCount: 6, problems: [] });
  const rows = await product.client.call('GET', `/documents/${id}/rows?offset=1460&limit=10`, {
    schema: documentRowsSchema,
  });
  expect(rows).toMatchObject({ total: 1461, offset: 1460, rows: [['2015-12-31', 0, 5.6, -2.1, 3.5, 'sun']] });
  const { suggestions } = await product.client.call('GET', `/projects/${projectId}/suggestions`, {
    schema: suggestionListSchema,
  });
  expect(suggestions).toHaveLength(6);

  for (const { id: each } of await list())
    expect((await product.client.request('DELETE', `/documents/${each}`)).status).toBe(204);
  expect(await list()).toEqual([]);
  expect(await storedFiles()).toEqual([]);
  expect((await product.client.problem('GET', `/documents/${id}`)).code).toBe('document.not-found');
});

test('the same name twice, even at once, gets numbers', async () => {
  const file = { name: 'sales.csv', content: 'a\n1\n' };
  await Promise.all([file, file, file].map((each) => product.client.upload(projectId, [each])));
  expect((await list()).map(({ name }) => name).sort()).toEqual([
    'sales (2).csv',
    'sales (3).csv',
    'sales.csv',
  ]);
});

const refused: [string, { name: string; content: string | Uint8Array<ArrayBuffer> }, number, string][] = [
  [
    'binary as CSV',
    { name: 'a.csv', content: new Uint8Array(4_096).map((_, i) => (i * 7) % 256) },
    415,
    'document.format-unsupported',
  ],
  [
    'a PNG as CSV',
    { name: 'a.csv', content: new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0]) },
    415,
    'document.format-unsupported',
  ],
  [
    'an unknown format',
    { name: 'a.exe', content: new Uint8Array([0x4d, 0x5a, 0, 0, 0]) },
    415,
    'document.format-unsupported',
  ],
  ['an empty file', { name: 'a.csv', content: '' }, 422, 'document.empty'],
  ['a path upwards', { name: '../../etc/cron.d/a.csv', content: 'a\n1\n' }, 400, 'document.name-invalid'],
  ['a path upwards, of Windows', { name: '..\\..\\a.csv', content: 'a\n1\n' }, 400, 'document.name-invalid'],
  ['an absolute path', { name: '/etc/passwd', content: 'a\n1\n' }, 400, 'document.name-invalid'],
  ['dots alone', { name: '..', content: 'a\n1\n' }, 400, 'document.name-invalid'],
  ['a name turned around', { name: 'a\u202evsc.exe', content: 'a\n1\n' }, 400, 'document.name-invalid'],
  ['an endless name', { name: `${'a'.repeat(300)}.csv`, content: 'a\n1\n' }, 400, 'document.name-invalid'],
  [
    'too much',
    { name: 'a.csv', content: 'a\n1\n'.repeat(uploadMaxBytes / 4 + 1) },
    413,
    'document.too-large',
  ],
  ['broken JSON', { name: 'a.json', content: '[{"a": 1}, {"a": ' }, 422, 'document.unreadable'],
  [
    'a zip that is no workbook',
    { name: 'a.xlsx', content: 'PK\u0003\u0004 and nothing' },
    422,
    'document.unreadable',
  ],
];

describe('what cannot be taken', () => {
  test.each(refused)('%s', async (_what, file, status, code) => {
    const before = await list();
    const { body } = await product.client.upload(projectId, [{ name: 'good.csv', content: 'a\n1\n' }, file]);
    expect(body).toMatchObject({ status, code });
    expect((body as { detail: string }).detail.length).toBeGreaterThan(20);
    expect(await list()).toEqual(before);
    expect(await storedFiles()).toHaveLength(before.length);
    expect(await waiting()).toEqual([]);
  });

  test('other fields, other types, no file, a broken body', async () => {
    const send = (body: FormData | string, headers?: Record<string, string>) =>
      product.client.problem('POST', `/projects/${projectId}/documents`, { body, headers });
    const form = new FormData();
    form.append('document', new Blob(['a\n1\n']), 'a.csv');
    expect(await send(form)).toMatchObject({ status: 400, issues: [{ path: 'document' }] });
    const text = new FormData();
    text.append('name', 'value');
    expect(await send(text)).toMatchObject({ status: 400, issues: [{ path: 'name' }] });
    expect(await send(new FormData())).toMatchObject({ status: 400 });
    expect(await send('{}', { 'Content-Type': 'application/json' })).toMatchObject({ status: 415 });
    expect(await send('x', { 'Content-Type': 'multipart/form-data' })).toMatchObject({ status: 400 });
    const cut = '--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\na\n1';
    expect(await send(cut, { 'Content-Type': 'multipart/form-data; boundary=b' })).toMatchObject({
      status: 400,
    });
  });
});

test('a client that goes away in the middle leaves nothing behind', async () => {
  const before = await storedFiles();
  const request = httpRequest(`${product.url}/api/v1/projects/${projectId}/documents`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${product.client.token}`,
      'Content-Type': 'multipart/form-data; boundary=b',
      'Content-Length': '1000000',
    },
  });
  request.on('error', () => undefined);
  request.write('--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\na\n');
  request.write('1\n'.repeat(50_000));
  for (let tries = 0; tries < 50 && (await waiting()).length === 0; tries += 1) await delay(50);
  expect(await waiting()).toHaveLength(1);
  request.destroy();
  for (let tries = 0; tries < 50 && (await waiting()).length > 0; tries += 1) await delay(50);
  expect(await waiting()).toEqual([]);
  expect(await storedFiles()).toEqual(before);
});

test('what a dead server left half-read is taken up by the next one', async () => {
  const { documents } = product.context.store.repositories;
  const id = newId();
  const storedPath = join('uploads', projectId, id, 'document');
  const { mkdir, writeFile } = await import('node:fs/promises');
  const path = join(product.context.config.dataDirectory, storedPath);
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, await readFile(`${data}/seattle-weather.csv`));
  await documents.create({
    id,
    projectId,
    name: 'left.csv',
    format: 'csv',
    bytes: 1,
    sha256: 'x',
    storedPath,
  });
  await product.context.profiling.start();
  await product.context.profiling.waitFor(id);
  expect(await documents.findById(id)).toMatchObject({ status: 'ready', rowCount: 1461 });
});

test('deleting the project deletes its documents from the disk', async () => {
  expect((await storedFiles()).length).toBeGreaterThan(0);
  expect((await product.client.request('DELETE', `/projects/${projectId}`)).status).toBe(204);
  expect(existsSync(join(dataPaths(product.context.config).uploads, projectId))).toBe(false);
});

describe('an upload that is refused while it is still being sent', () => {
  let id = '';
  beforeAll(async () => {
    const json = { name: 'Refused' };
    ({ id } = await product.client.call('POST', '/projects', { json, schema: projectSchema }));
  });
  const binary = (seed: number) => Uint8Array.from({ length: 3_000_000 }, (_, index) => (index * seed) % 256);

  test('is answered: binary files posing as CSV', async () => {
    const files = Array.from({ length: 12 }, (_, index) => ({ name: `${index}.csv`, content: binary(7) }));
    const answer = await product.client.upload(id, files);
    expect(answer).toMatchObject({ status: 415, body: { code: 'document.format-unsupported' } });
    expect(await waiting()).toEqual([]);
  });

  test('is answered: thousands of files', async () => {
    const content = 'a,b\n1,2\n'.repeat(50);
    const files = Array.from({ length: 4_000 }, (_, index) => ({ name: `${index}.csv`, content }));
    expect(await product.client.upload(id, files)).toMatchObject({
      status: 400,
      body: {
        code: 'request.invalid',
        issues: [{ path: 'file', message: 'takes at most 20 files at once' }],
      },
    });
    expect((await product.client.request('GET', `/projects/${id}/documents`)).body).toEqual({
      documents: [],
    });
    expect(await waiting()).toEqual([]);
  });
});
