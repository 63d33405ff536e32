import { problemSchema } from '@sandsmith/contracts/problem';
import type { z } from 'zod';
import type { Route } from '../http/route.ts';
import { createSchemaCollector, type JsonSchema, type SchemaCollector } from './json-schema.ts';

export interface Operation {
  operationId: string;
  tags: string[];
  summary: string;
  description?: string;
  security: Record<string, string[]>[];
  parameters: { name: string; in: 'path' | 'query'; required: boolean; schema: JsonSchema }[];
  requestBody?: { required: boolean; content: Record<string, { schema: JsonSchema }> };
  responses: Record<string, { description: string; content?: Record<string, { schema: JsonSchema }> }>;
}

export interface OpenApiDocument {
  openapi: '3.1.0';
  info: { title: string; version: string; description: string };
  servers: { url: string }[];
  tags: { name: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, JsonSchema>; securitySchemes: Record<string, JsonSchema> };
}

/** OpenAPI 3.1 from the very routes that are served: what is not there is not described, and the other way round. */
export function createOpenApiDocument(options: {
  routes: readonly Route[];
  apiPrefix: string;
  version: string;
}): OpenApiDocument {
  const { routes, apiPrefix, version } = options;
  const collector = createSchemaCollector();
  const problem = { 'application/problem+json': { schema: collector.toJsonSchema(problemSchema, 'output') } };
  const paths: OpenApiDocument['paths'] = {};
  for (const route of routes) {
    const path = toTemplate(route.path);
    paths[path] ??= {};
    paths[path][route.method] = {
      ...describeRoute(route, collector),
      responses: {
        ...describeAnswer(route, collector),
        default: { description: 'A problem (RFC 9457) with a stable code and what to do', content: problem },
      },
    };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Sandsmith',
      version,
      description:
        'Describe software in plain language; watch it planned, written, run and repaired in a sealed container.',
    },
    servers: [{ url: apiPrefix }],
    tags: [...new Set(routes.map((route) => route.area))].map((name) => ({ name })),
    paths,
    components: {
      schemas: collector.components(),
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description: 'An access token of POST /auth/login, or an API key that begins with sk_sand_.',
        },
      },
    },
  };
}

function describeRoute(route: Route, collector: SchemaCollector): Omit<Operation, 'responses'> {
  return {
    operationId: operationId(route),
    tags: [route.area],
    summary: route.summary,
    description: route.description,
    security: route.access === 'public' ? [] : [{ bearer: [] }],
    parameters: [
      ...parametersOf(route.params, 'path', collector),
      ...parametersOf(route.query, 'query', collector),
    ],
    requestBody: describeBody(route, collector),
  };
}

function describeBody(route: Route, collector: SchemaCollector): Operation['requestBody'] {
  if (!route.body) return undefined;
  if (route.body.kind === 'raw')
    return {
      required: true,
      content: { [route.body.mediaType]: { schema: { description: route.body.description } } },
    };
  const schema = collector.toJsonSchema(route.body.schema, 'input');
  return { required: true, content: { 'application/json': { schema } } };
}

function describeAnswer({ answer }: Route, collector: SchemaCollector): Operation['responses'] {
  if (answer.kind === 'empty') return { [answer.status]: { description: 'Done' } };
  if (answer.kind === 'raw')
    return {
      [answer.status]: { description: answer.description, content: { [answer.mediaType]: { schema: {} } } },
    };
  const schema = collector.toJsonSchema(answer.schema, 'output');
  const content = { 'application/json': { schema } };
  const { status, otherStatus } = answer;
  return {
    [status]: { description: 'The result', content },
    ...(otherStatus && { [otherStatus.status]: { description: otherStatus.description, content } }),
  };
}

function parametersOf(schema: z.ZodType, place: 'path' | 'query', collector: SchemaCollector) {
  const { properties, required } = collector.toJsonSchema(schema, 'input');
  return Object.entries((properties ?? {}) as Record<string, JsonSchema>).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || (Array.isArray(required) && required.includes(name)),
    schema: property,
  }));
}

/** `/files/*path` and `/files/:id` are `{path}` and `{id}` in OpenAPI. */
function toTemplate(path: string): string {
  return path.replaceAll(/[:*](\w+)/g, '{$1}');
}

function operationId(route: Route): string {
  const words = route.path.split(/[/:*.-]+/).filter(Boolean);
  return [route.method, ...words.map((word) => word.charAt(0).toUpperCase() + word.slice(1))].join('');
}
