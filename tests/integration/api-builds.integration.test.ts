import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type BuildView, buildSchema } from '@sandsmith/contracts/domain/build';
import { projectSchema } from '@sandsmith/contracts/domain/project';
import { buildEventPageSchema } from '@sandsmith/contracts/events/build-events';
import { documentListSchema } from '@sandsmith/contracts/http/documents';
import { buildListSchema } from '@sandsmith/contracts/http/projects';
import { delay } from '@sandsmith/foundation/delay';
import { newId } from '@sandsmith/foundation/ids';
import { createApiClient } from '@sandsmith/test-kit/product/api-client';
import { type Product, startProduct } from '@sandsmith/test-kit/product/start-product';

let product: Product;
let projectId: string;
let documentId: string;
beforeAll(async () => {
  product = await startProduct();
  projectId = (await product.client.call('POST', '/projects', { json: { name: 'B' }, schema: projectSchema }))
    .id;
  const content = 'city,sales\nBonn,3\nKöln,5\nBonn,4\n';
  const { body } = await product.client.upload(projectId, [{ name: 'sales.csv', content }]);
  documentId = documentListSchema.parse(body).documents[0]?.id ?? '';
});
afterAll(() => product.close());

const spec = 'Total sales by city as a bar chart';
const create = (json: object) =>
  product.client.call('POST', `/projects/${projectId}/builds`, { json, schema: buildSchema });
const read = (id: string) => product.client.call('GET', `/builds/${id}`, { schema: buildSchema });
async function until(id: string, isReached: (build: BuildView) => boolean): Promise<BuildView> {
  for (let tries = 0; tries < 300; tries += 1) {
    const build = await read(id);
    if (isReached(build)) return build;
    await delay(200);
  }
  throw new Error(`the build stays ${(await read(id)).status}`);
}

test('a plan is proposed, changed, approved and carried out; its results are read by the browser', async () => {
  const { id } = await create({ spec });
  const waiting = await until(id, ({ status }) => status !== 'planning');
  expect(waiting).toMatchObject({
    status: 'awaiting-approval',
    provider: 'builtin',
    documentIds: [documentId],
  });
  const steps = (waiting.plan?.steps ?? []).map(
    ({ status, attempts, exitCode, startedAt, finishedAt, ...step }) => step,
  );
  const plan = { title: 'My plan', summary: '', steps };
  const changed = await product.client.call('PUT', `/builds/${id}/plan`, { json: plan, schema: buildSchema });
  expect(changed.plan?.title).toBe('My plan');

  // Wrapped as GET tells it, and with its working state, it is the same plan.
  const json = { plan: { ...waiting.plan, title: 'My plan as read' } };
  const read = await product.client.call('PUT', `/builds/${id}/plan`, { json, schema: buildSchema });
  expect(read.plan?.title).toBe('My plan as read');

  const circle = { ...plan, steps: steps.map((step) => ({ ...step, dependsOn: [step.id] })) };
  expect(await product.client.problem('PUT', `/builds/${id}/plan`, { json: circle })).toMatchObject({
    status: 400,
  });

  expect((await product.client.request('POST', `/builds/${id}/approve`)).status).toBe(200);
  expect((await product.client.problem('POST', `/builds/${id}/approve`)).code).toBe('build.state-conflict');
  expect((await product.client.problem('PUT', `/builds/${id}/plan`, { json: plan })).code).toBe(
    'build.state-conflict',
  );
  const done = await until(id, ({ status }) => ['succeeded', 'failed', 'cancelled'].includes(status));
  expect(done).toMatchObject({ status: 'succeeded', failure: null });

  const chart = done.artifacts.find(({ mediaType }) => mediaType === 'image/png');
  const image = await createApiClient({ url: product.url }).fetch('GET', product.url + chart?.url);
  expect(image.headers.get('content-type')).toBe('image/png');
  expect((await image.arrayBuffer()).byteLength).toBe(chart?.bytes);

  const page = await product.client.call('GET', `/builds/${id}/events?after=3&limit=2`, {
    schema: buildEventPageSchema,
  });
  expect(page.events.map(({ sequence }) => sequence)).toEqual([4, 5]);
  const { builds } = await product.client.call('GET', `/projects/${projectId}/builds`, {
    schema: buildListSchema,
  });
  expect(builds[0]).toMatchObject({ id, status: 'succeeded' });
}, 120_000);

test('a build is stopped where it waits', async () => {
  const { id } = await create({ spec, documentIds: [documentId] });
  await until(id, ({ status }) => status === 'awaiting-approval');
  expect((await product.client.request('POST', `/builds/${id}/cancel`)).body).toMatchObject({
    status: 'cancelled',
  });
});

describe('what cannot be built', () => {
  test("with documents that are not the project's", async () => {
    const other = await product.client.call('POST', '/projects', {
      json: { name: 'O' },
      schema: projectSchema,
    });
    const json = { spec, documentIds: [documentId] };
    for (const wanted of [json, { spec, documentIds: [newId()] }])
      expect(
        await product.client.problem('POST', `/projects/${other.id}/builds`, { json: wanted }),
      ).toMatchObject({
        status: 400,
        issues: [{ path: 'documentIds.0', message: 'is not a document of this project' }],
      });
  });

  test('with a document that could not be read', async () => {
    const { documents } = product.context.store.repositories;
    const failed = await documents.create({
      ...{ projectId, name: 'bad.csv', format: 'csv', bytes: 1, sha256: 'x', storedPath: 'uploads/x' },
    });
    await documents.markFailed(failed.id, [{ message: 'broken' }]);
    const json = { spec, documentIds: [failed.id] };
    expect(await product.client.problem('POST', `/projects/${projectId}/builds`, { json })).toMatchObject({
      status: 409,
      code: 'document.not-ready',
    });
    expect((await create({ spec })).documentIds).toEqual([documentId]);
  });

  test.each([
    ['an empty spec', { spec: '  ' }],
    ['an endless spec', { spec: 'x'.repeat(50_001) }],
    ['an unknown provider', { spec, provider: 'other' }],
    ['an id that is none', { spec, documentIds: ['1'] }],
    ['a model that the built-in provider does not have', { spec, provider: 'builtin', model: 'other' }],
  ])('with %s', async (_what, json) => {
    const problem = await product.client.problem('POST', `/projects/${projectId}/builds`, { json });
    expect(problem).toMatchObject({ status: 400, code: 'request.invalid' });
  });

  test('with a provider that is not set up', async () => {
    const json = { spec, provider: 'openai' };
    const answer = await product.client.request('POST', `/projects/${projectId}/builds`, { json });
    expect(answer).toMatchObject({ status: 422, body: { code: 'model.not-configured' } });
  });
});

test('deleting a project stops what is built in it', async () => {
  const { id } = await create({ spec, approval: 'automatic' });
  expect((await product.client.request('DELETE', `/projects/${projectId}`)).status).toBe(204);
  expect((await product.client.problem('GET', `/builds/${id}`)).code).toBe('build.not-found');
});
