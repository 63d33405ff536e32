import { describe, expect, test } from '@jest/globals';
import { routes } from '../routes/registry.ts';
import { renderDocsPage } from './docs-page.ts';
import { createOpenApiDocument } from './openapi-document.ts';

const document = createOpenApiDocument({ routes, apiPrefix: '/api/v1', version: '1.2.3' });
const text = JSON.stringify(document);

describe('the OpenAPI document', () => {
  test('describes every route, each under a name of its own', () => {
    const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));
    expect(operations).toHaveLength(routes.length);
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(routes.length);
    for (const { responses, tags } of operations) {
      expect(Object.keys(responses)).toContain('default');
      expect(tags).toHaveLength(1);
    }
  });

  test('names every placeholder of an address as a parameter', () => {
    for (const [path, methods] of Object.entries(document.paths))
      for (const { parameters } of Object.values(methods)) {
        const wanted = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
        const given = parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name);
        expect(given.sort()).toEqual(wanted.sort());
      }
  });

  test('points only at schemas that are there', () => {
    const references = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, target]) => target ?? '');
    expect(references.length).toBeGreaterThan(20);
    for (const target of references) {
      const name = target.replace('#/components/schemas/', '');
      expect(Object.keys(document.components.schemas)).toContain(name);
    }
  });
});

test('the reference page tells every address, and nothing of it is from elsewhere', () => {
  const page = renderDocsPage(document);
  for (const path of Object.keys(document.paths)) expect(page).toContain(`</b>${path}</h3>`);
  expect(page).not.toMatch(/<script|(src|href)="https?:/);
});
