import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { checkpointSchema, projectSchema } from '@sandsmith/contracts/domain/project';
import { checkpointListSchema, fileWrittenSchema, treeSchema } from '@sandsmith/contracts/http/projects';
import { type Product, startProduct } from '@sandsmith/test-kit/product/start-product';
import { requestRawPath } from './api-fixture.ts';

let product: Product;
let base: string;
beforeAll(async () => {
  product = await startProduct();
  const json = { name: 'Wetter "Köln"; rm -rf', description: 'x' };
  const project = await product.client.call('POST', '/projects', { json, schema: projectSchema });
  base = `/projects/${project.id}`;
});
afterAll(() => product.close());

const write = (path: string, body: string, headers?: Record<string, string>) =>
  product.client.request('PUT', `${base}/files/${path}`, { body, headers });
const read = (path: string, headers?: Record<string, string>) =>
  product.client.request('GET', `${base}/files/${path}`, { headers });

test('a project is changed and told', async () => {
  const changed = await product.client.call('PATCH', base, {
    json: { description: 'y' },
    schema: projectSchema,
  });
  expect(changed).toMatchObject({ name: 'Wetter "Köln"; rm -rf', description: 'y' });
  expect(await product.client.call('GET', base, { schema: projectSchema })).toEqual(changed);
});

describe('files', () => {
  test('are written as bytes, guarded by their ETag, and read back', async () => {
    const first = await write('src/grüße & mehr.py', 'print(1)');
    expect(first.status).toBe(200);
    const { etag } = fileWrittenSchema.parse(first.body);
    expect(first.headers.get('etag')).toBe(etag);
    const second = await write('src/grüße & mehr.py', 'print(2)', { 'If-Match': etag });
    expect(second.status).toBe(200);
    expect(await write('src/grüße & mehr.py', 'print(3)', { 'If-Match': etag })).toMatchObject({
      status: 412,
      body: { code: 'file.changed-meanwhile' },
    });
    const now = await read('src/grüße & mehr.py');
    expect(now.body).toBe('print(2)');
    expect(
      (await read('src/grüße & mehr.py', { 'If-None-Match': now.headers.get('etag') ?? '' })).status,
    ).toBe(304);
    expect(await write('src/grüße & mehr.py', 'x', { 'If-None-Match': '*' })).toMatchObject({ status: 412 });
    expect((await write('new.txt', 'x', { 'If-None-Match': '*' })).status).toBe(200);
    expect((await write('new.txt', 'x', { 'If-Match': 'nonsense' })).status).toBe(412);
    expect((await write('empty', '')).body).toMatchObject({ bytes: 0 });
  });

  test('are never rendered by a browser', async () => {
    await write('page.html', '<script>alert(1)</script>');
    const { headers } = await read('page.html');
    expect(headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toMatch(/^sandbox allow-scripts; default-src 'none'/);
    await write('data.bin', '\u0000\u0001');
    expect((await read('data.bin')).headers.get('content-type')).toBe('application/octet-stream');
  });

  test('cannot be outside the project', async () => {
    for (const path of [
      '..%2f..%2fetc/passwd',
      '%2fetc/passwd',
      'a/%2e%2e/b',
      '../../x',
      'a/../b',
      'a//b',
      'a%00b',
      'a%5cb',
      'C:x',
      '%2e',
    ])
      for (const method of ['GET', 'PUT', 'DELETE']) {
        const { body } = await requestRawPath(product.client, method, `${base}/files/${path}`);
        const { status, code } = JSON.parse(body);
        expect([path, method, status, code]).toEqual([path, method, 400, 'file.path-invalid']);
      }
  });
});

describe('files, further', () => {
  test('are limited to ten megabytes', async () => {
    const problem = await product.client.problem('PUT', `${base}/files/large`, {
      body: 'x'.repeat(10_485_761),
    });
    expect(problem).toMatchObject({ status: 413, code: 'file.too-large' });
    expect((await read('large')).status).toBe(404);
  });

  test('are listed, archived and deleted', async () => {
    const { entries } = await product.client.call('GET', `${base}/tree`, { schema: treeSchema });
    expect(entries.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['src', 'src/grüße & mehr.py', 'new.txt']),
    );
    const archive = await product.client.fetch('GET', `${base}/archive`);
    expect(archive.headers.get('content-type')).toBe('application/zip');
    expect(archive.headers.get('content-disposition')).toBe(
      `attachment; filename="Wetter _K_ln__ rm -rf.zip"; filename*=UTF-8''Wetter%20%22K%C3%B6ln%22%3B%20rm%20-rf.zip`,
    );
    expect(
      Buffer.from(await archive.arrayBuffer())
        .subarray(0, 2)
        .toString(),
    ).toBe('PK');
    expect((await product.client.request('DELETE', `${base}/files/src`)).status).toBe(204);
    expect((await read('src/grüße & mehr.py')).body).toMatchObject({ code: 'file.not-found' });
    expect((await product.client.problem('DELETE', `${base}/files/src`)).code).toBe('file.not-found');
  });
});

test('checkpoints bring files back, and restoring only appends', async () => {
  await write('note.txt', 'one');
  const json = { label: 'first' };
  const first = await product.client.call('POST', `${base}/checkpoints`, { json, schema: checkpointSchema });
  await write('note.txt', 'two');
  const restored = await product.client.call('POST', `${base}/checkpoints/${first.id}/restore`, {
    schema: checkpointSchema,
  });
  expect(restored.restoredFromId).toBe(first.id);
  expect((await read('note.txt')).body).toBe('one');
  const { checkpoints } = await product.client.call('GET', `${base}/checkpoints`, {
    schema: checkpointListSchema,
  });
  expect(checkpoints.map(({ label }) => label)).toEqual([
    'Restored "first"',
    'Before restoring "first"',
    'first',
  ]);
  const before = checkpoints[1]?.id;
  expect((await product.client.request('POST', `${base}/checkpoints/${before}/restore`)).status).toBe(200);
  expect((await read('note.txt')).body).toBe('two');
  const other = await product.client.call('POST', '/projects', {
    json: { name: 'Other' },
    schema: projectSchema,
  });
  const foreign = `/projects/${other.id}/checkpoints/${first.id}/restore`;
  expect((await product.client.problem('POST', foreign)).code).toBe('checkpoint.not-found');
});
