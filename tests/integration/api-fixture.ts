import { request } from 'node:http';
import { checkpointSchema, projectSchema } from '@sandsmith/contracts/domain/project';
import { sessionSchema } from '@sandsmith/contracts/domain/session';
import { createdApiKeySchema } from '@sandsmith/contracts/http/auth';
import { documentListSchema } from '@sandsmith/contracts/http/documents';
import { processViewSchema } from '@sandsmith/contracts/http/sessions';
import { newId } from '@sandsmith/foundation/ids';
import type { Route } from '@sandsmith/gateway/http/route';
import type { ApiClient } from '@sandsmith/test-kit/product/api-client';
import type { Product } from '@sandsmith/test-kit/product/start-product';

/** One of everything that a person can own. */
export interface Belongings {
  project: string;
  checkpoint: string;
  document: string;
  run: string;
  build: string;
  apiKey: string;
  /** Of the sandbox, with a process in it. */
  session: string;
  process: string;
}

export const file = { path: 'src/main.py', content: 'print(1)\n' };

export async function createBelongings(product: Product, owner: ApiClient): Promise<Belongings> {
  const project = await owner.call('POST', '/projects', { json: { name: 'Mine' }, schema: projectSchema });
  await owner.request('PUT', `/projects/${project.id}/files/${file.path}`, { body: file.content });
  const checkpoint = await owner.call('POST', `/projects/${project.id}/checkpoints`, {
    json: { label: 'first' },
    schema: checkpointSchema,
  });
  const uploaded = await owner.upload(project.id, [{ name: 'numbers.csv', content: 'a,b\n1,2\n3,4\n' }]);
  const document = documentListSchema.parse(uploaded.body).documents[0];
  const apiKey = await owner.call('POST', '/api-keys', {
    json: { name: 'mine' },
    schema: createdApiKeySchema,
  });
  const { run, build } = await storeWork(product, owner, project.id);
  const { session, process } = await openSession(owner, project.id);
  return {
    project: project.id,
    checkpoint: checkpoint.id,
    document: document?.id ?? '',
    run,
    build,
    apiKey: apiKey.id,
    session,
    process,
  };
}

async function openSession(
  owner: ApiClient,
  projectId: string,
): Promise<{ session: string; process: string }> {
  const session = await owner.call('POST', `/projects/${projectId}/sessions`, {
    json: { language: 'bash', network: 'none' },
    schema: sessionSchema,
  });
  const process = await owner.call('POST', `/sessions/${session.id}/processes`, {
    json: { command: 'sleep 3600' },
    schema: processViewSchema,
  });
  return { session: session.id, process: process.id };
}

/** A finished run and build, stored as they are: nothing has to be run for their ownership. */
async function storeWork(
  product: Product,
  owner: ApiClient,
  projectId: string,
): Promise<{ run: string; build: string }> {
  const { prisma } = product.context.store.database;
  const { userId } = await product.context.auth.authenticateToken(owner.token ?? '');
  const [run, build] = [newId(), newId()];
  await prisma.run.create({ data: { id: run, userId, language: 'python', status: 'running' } });
  await prisma.build.create({
    data: {
      ...{ id: build, projectId, spec: 'Average of a', documentIds: [], status: 'succeeded' },
      ...{ provider: 'builtin', model: 'builtin', approval: 'manual', finishedAt: new Date() },
    },
  });
  return { run, build };
}

/** The address of a route that asks for what belongs to someone; fails for a route that nobody thought of here. */
export function addressOf(route: Route, own: Belongings): string {
  const idsByArea: Record<string, string> = {
    projects: own.project,
    documents: own.document,
    runs: own.run,
    builds: own.build,
    'api-keys': own.apiKey,
    sessions: own.session,
  };
  const area = route.path.split('/')[1] ?? '';
  return route.path.replaceAll(/[:*](\w+)/g, (_whole, name: string) => {
    if (name === 'id' && idsByArea[area]) return idsByArea[area];
    if (name === 'processId') return own.process;
    if (name === 'checkpointId') return own.checkpoint;
    if (name === 'path') return area === 'projects' ? file.path : 'chart.png';
    if (name === 'provider') return 'openai';
    throw new Error(
      `tests/integration/api-fixture.ts does not know what ${name} of ${route.path} belongs to`,
    );
  });
}

const step = { id: 'one', kind: 'run', title: 'One', acceptance: { command: 'true' } };

/** A body that each route takes, by method and path. */
export const validBodies: Record<string, unknown> = {
  'post /auth/register': { email: 'someone@example.org', password: 'a long enough password' },
  'post /auth/login': { email: 'someone@example.org', password: 'a long enough password' },
  'post /api-keys': { name: 'key' },
  'post /projects': { name: 'Project' },
  'patch /projects/:id': { name: 'Taken over' },
  'post /projects/:id/checkpoints': { label: 'label' },
  'post /projects/:id/builds': { spec: 'Average of a' },
  'put /builds/:id/plan': { title: 'Plan', steps: [step] },
  'post /runs': { language: 'python', files: [{ path: 'main.py', content: 'print(1)' }] },
  'post /projects/:id/sessions': { language: 'bash' },
  'post /sessions/:id/processes': { command: 'true' },
  'post /sessions/:id/previews': { port: 8_000 },
  'put /credentials/:provider': { apiKey: 'sk-of-a-test' },
};

export function bodyOf(route: Route): { json?: unknown; body?: string } {
  if (route.body?.kind === 'raw') return { body: 'bytes' };
  if (!route.body) return {};
  const json = validBodies[`${route.method} ${route.path}`];
  if (json === undefined)
    throw new Error(`tests/integration/api-fixture.ts has no valid body for ${route.method} ${route.path}`);
  return { json };
}

/** A request to exactly this path: `fetch` would resolve its dots before sending it. */
export function requestRawPath(
  client: ApiClient,
  method: string,
  path: string,
): Promise<{ status?: number; body: string }> {
  const { hostname, port } = new URL(client.url);
  return new Promise((resolve, reject) => {
    const headers = { Authorization: `Bearer ${client.token}` };
    const sent = request({ hostname, port, method, path: `/api/v1${path}`, headers }, (response) => {
      let body = '';
      response.on('data', (chunk) => {
        body += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode, body }));
    });
    sent.on('error', reject).end();
  });
}
