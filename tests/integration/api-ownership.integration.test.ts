import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { projectSchema } from '@sandsmith/contracts/domain/project';
import { routes } from '@sandsmith/gateway/routes/registry';
import { type ApiClient, createApiClient } from '@sandsmith/test-kit/product/api-client';
import { type Product, startProduct } from '@sandsmith/test-kit/product/start-product';
import { addressOf, type Belongings, bodyOf, createBelongings, file } from './api-fixture.ts';

let product: Product;
let owner: ApiClient;
let stranger: ApiClient;
let own: Belongings;
beforeAll(async () => {
  product = await startProduct();
  owner = await product.register('owner');
  stranger = await product.register('stranger');
  own = await createBelongings(product, owner);
});
afterAll(() => product.close());

const guarded = routes.filter(({ access }) => access !== 'public');
const aboutSomething = guarded.filter(({ path }) => /:(id|checkpointId)/.test(path));

test('there are routes to test', () => {
  expect(guarded.length).toBeGreaterThan(20);
  expect(aboutSomething.length).toBeGreaterThan(15);
});

describe.each(guarded.map((route) => [`${route.method.toUpperCase()} ${route.path}`, route] as const))(
  '%s',
  (_name, route) => {
    test('is refused without a token', async () => {
      const anyone = createApiClient({ url: product.url });
      const problem = await anyone.problem(route.method.toUpperCase(), addressOf(route, own), bodyOf(route));
      expect(problem).toMatchObject({ status: 401, code: 'auth.required' });
    });
  },
);

describe.each(aboutSomething.map((route) => [`${route.method.toUpperCase()} ${route.path}`, route] as const))(
  "%s, with another's id",
  (_name, route) => {
    test('is answered as if it did not exist, for a member and for the administrator', async () => {
      for (const client of [stranger, product.client]) {
        const address = addressOf(route, own);
        const problem = await client.problem(route.method.toUpperCase(), address, bodyOf(route));
        expect(problem.status).toBe(404);
        expect(problem.code).toMatch(/^(project|document|build|run|api-key|session)\.not-found$/);
        // Exactly what an id that never was is answered with.
        const nobody = await client.problem(
          route.method.toUpperCase(),
          addressOf(route, absent()),
          bodyOf(route),
        );
        expect({ ...nobody, requestId: '', headers: '' }).toEqual({ ...problem, requestId: '', headers: '' });
      }
    });
  },
);

test('nothing was changed by all of that', async () => {
  const project = await owner.call('GET', `/projects/${own.project}`, { schema: projectSchema });
  expect(project.name).toBe('Mine');
  const content = await owner.request('GET', `/projects/${own.project}/files/${file.path}`);
  expect(content.body).toBe(file.content);
  for (const [area, id] of [
    ['documents', own.document],
    ['runs', own.run],
    ['builds', own.build],
    ['sessions', own.session],
  ])
    expect((await owner.request('GET', `/${area}/${id}`)).status).toBe(200);
  const { body } = await stranger.request('GET', '/projects');
  expect(body).toEqual({ projects: [] });
});

function absent(): Belongings {
  const id = () => crypto.randomUUID();
  return {
    ...{ project: id(), checkpoint: id(), document: id(), run: id() },
    ...{ build: id(), apiKey: id(), session: id(), process: id() },
  };
}
