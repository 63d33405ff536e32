import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sessionSchema } from '@sandsmith/contracts/domain/session';
import { createdApiKeySchema } from '@sandsmith/contracts/http/auth';
import { documentListSchema } from '@sandsmith/contracts/http/documents';
import { treeSchema } from '@sandsmith/contracts/http/projects';
import { sessionListSchema } from '@sandsmith/contracts/http/sessions';
import { delay } from '@sandsmith/foundation/delay';
import { createEngine, labels } from '@sandsmith/sandbox/docker/engine';
import type { ApiClient } from '@sandsmith/test-kit/product/api-client';
import { type Product, startProduct } from '@sandsmith/test-kit/product/start-product';
import {
  askHost,
  createPreview,
  createProject,
  enterPreview,
  openSession,
  readSession,
  startProcess,
  untilExited,
  untilSession,
} from './session-fixture.ts';

let product: Product;
let owner: ApiClient;
let stranger: ApiClient;
beforeAll(async () => {
  product = await startProduct({ env: { SESSIONS_PER_USER: '2' } });
  stranger = await product.register('stranger');
}, 120_000);
/** Nobody's sessions count for another test. */
let count = 0;
beforeEach(async () => {
  count += 1;
  owner = await product.register(`owner-${count}`);
});
afterAll(() => product.close(), 60_000);

const bash = { language: 'bash', network: 'none' };
const readFile = async (projectId: string, path: string) =>
  (await owner.request('GET', `/projects/${projectId}/files/${path}`)).body;

async function untilFile(projectId: string, path: string, content: string): Promise<void> {
  for (let tries = 0; tries < 50 && (await readFile(projectId, path)) !== content; tries += 1)
    await delay(200);
  expect(await readFile(projectId, path)).toBe(content);
}

test('a session has the project’s files, and both sides keep them the same', async () => {
  const project = await createProject(owner, { 'note.txt': 'from the project\n', 'gone.txt': 'x' });
  const session = await openSession(owner, project.id, bash);
  expect(session).toMatchObject({ status: 'ready', ...bash, projectId: project.id });
  const first = await startProcess(
    owner,
    session.id,
    'cat note.txt; echo made > made.txt; mkdir -p a; echo deep > a/b.txt; rm gone.txt; echo oops >&2; exit 3',
  );
  const over = await untilExited(owner, session.id, first);
  expect(over).toMatchObject({ status: 'exited', exitCode: 3, isTruncated: false });
  expect(over.output.split('\n').sort().join('\n').trim()).toBe('from the project\noops');
  await untilFile(project.id, 'a/b.txt', 'deep\n');
  expect(await readFile(project.id, 'made.txt')).toBe('made\n');
  expect(await readFile(project.id, 'gone.txt')).toMatchObject({ code: 'file.not-found' });

  await owner.request('PUT', `/projects/${project.id}/files/made.txt`, { body: 'changed\n' });
  await owner.request('DELETE', `/projects/${project.id}/files/note.txt`);
  await delay(1_000);
  const second = await startProcess(owner, session.id, 'cat made.txt; ls');
  expect(await untilExited(owner, session.id, second)).toMatchObject({ output: 'changed\na\nmade.txt\n' });
  const ended = await owner.call('DELETE', `/sessions/${session.id}`, { schema: sessionSchema });
  expect(ended).toMatchObject({ status: 'ended', message: 'It was ended by its user.' });
  expect(
    (await owner.problem('POST', `/sessions/${session.id}/processes`, { json: { command: 'ls' } })).code,
  ).toBe('session.ended');
});

test('documents are where builds have them; what a program does to them stays in the session', async () => {
  const project = await createProject(owner);
  const { body } = await owner.upload(project.id, [{ name: 'numbers.csv', content: 'a,b\n1,2\n' }]);
  const session = await openSession(owner, project.id, bash);
  const command = 'cat data/numbers.csv; echo changed > data/numbers.csv; echo own > own.txt';
  const { output } = await untilExited(owner, session.id, await startProcess(owner, session.id, command));
  expect(output).toContain('a,b\n1,2\n');
  await untilFile(project.id, 'own.txt', 'own\n');
  const { entries } = await owner.call('GET', `/projects/${project.id}/tree`, { schema: treeSchema });
  expect(entries.map(({ path }) => path)).toEqual(['own.txt']);
  const [document] = documentListSchema.parse(body).documents;
  expect((await owner.request('GET', `/documents/${document?.id}/rows`)).body).toMatchObject({
    rows: [[1, 2]],
  });
  await owner.request('DELETE', `/sessions/${session.id}`);
});

test('there is one for each project, a few for each user, and none for another’s project', async () => {
  const [one, two, three] = [
    await createProject(owner),
    await createProject(owner),
    await createProject(owner),
  ];
  const open = (id: string) => owner.request('POST', `/projects/${id}/sessions`, { json: bash });
  const [first, again] = [await open(one.id), await open(one.id)];
  expect([first.status, again.status]).toEqual([201, 200]);
  expect(again.body).toMatchObject({ id: sessionSchema.parse(first.body).id });
  expect(
    (await owner.problem('POST', `/projects/${one.id}/sessions`, { json: { network: 'packages' } })).code,
  ).toBe('session.differs');
  await open(two.id);
  const refused = await owner.problem('POST', `/projects/${three.id}/sessions`, { json: bash });
  expect(refused).toMatchObject({ status: 429, code: 'session.limit-reached' });
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(
    (await owner.problem('POST', `/projects/${three.id}/sessions`, { json: { network: 'internet' } })).code,
  ).toBe('run.network-forbidden');
  expect((await stranger.problem('POST', `/projects/${one.id}/sessions`, { json: bash })).code).toBe(
    'project.not-found',
  );
  const { id } = sessionSchema.parse(first.body);
  await owner.request('DELETE', `/projects/${one.id}`);
  expect((await owner.problem('GET', `/sessions/${id}`)).code).toBe('session.not-found');
  const { sessions } = await owner.call('GET', `/projects/${two.id}/sessions`, { schema: sessionListSchema });
  expect(sessions).toHaveLength(1);
  for (const session of sessions) await owner.request('DELETE', `/sessions/${session.id}`);
});

test('a process is stopped with its children, and its end is told', async () => {
  const session = await openSession(owner, (await createProject(owner)).id, bash);
  const process = await startProcess(owner, session.id, 'trap "" TERM; sleep 1000 & echo begun; wait; wait');
  await delay(300);
  const { body } = await owner.request('DELETE', `/sessions/${session.id}/processes/${process}`);
  expect(body).toMatchObject({ status: 'exited', output: 'begun\n' });
  const left = await startProcess(owner, session.id, 'cat /proc/[0-9]*/comm | grep -c sleep');
  expect((await untilExited(owner, session.id, left)).output.trim()).toBe('0');
  await owner.request('DELETE', `/sessions/${session.id}`);
});

describe('a preview', () => {
  const serve = (port: number) =>
    `import http.server as h
class S(h.BaseHTTPRequestHandler):
  def do_GET(self):
    self.send_response(200); self.end_headers(); self.wfile.write(("path " + self.path + " cookie " + str(self.headers["Cookie"])).encode())
h.ThreadingHTTPServer(("127.0.0.1", ${port}), S).serve_forever()
`;

  test('shows a server on a port that nobody announced, to its user alone, until the sign-in ends', async () => {
    const project = await createProject(owner, { 'serve.py': serve(8_417) });
    const person = await product.register(`owner-${count}`);
    const session = await openSession(person, project.id, { language: 'python', network: 'none' });
    expect((await person.problem('POST', `/sessions/${session.id}/previews`, { json: {} })).code).toBe(
      'preview.not-listening',
    );
    await startProcess(person, session.id, 'python3 serve.py');
    await untilSession(person, session.id, ({ ports }) => ports.some(({ port }) => port === 8_417));
    const preview = await createPreview(person, session.id, { path: '/x?y=1' });
    expect(preview.port).toBe(8_417);
    const { page, cookie, address } = await enterPreview(preview.url);
    expect(page).toMatchObject({ status: 200, body: 'path /x?y=1 cookie None' });
    const inPath = await person.withToken(undefined).request('GET', product.url + preview.pathUrl);
    expect(inPath).toMatchObject({ status: 200, body: 'path /x?y=1 cookie None' });
    expect(inPath.headers.get('content-security-policy')).toMatch(/^sandbox allow-scripts /);

    const foreign = await createProject(stranger, { 'serve.py': serve(8_417) });
    const theirs = await openSession(stranger, foreign.id, { language: 'python', network: 'none' });
    await startProcess(stranger, theirs.id, 'python3 serve.py');
    await untilSession(stranger, theirs.id, ({ ports }) => ports.length > 0);
    const other = await enterPreview((await createPreview(stranger, theirs.id)).url);
    expect(other.page.status).toBe(200);
    expect(await askHost(address, { Cookie: other.cookie })).toMatchObject({ status: 401 });
    expect(await askHost(other.address, { Cookie: cookie })).toMatchObject({ status: 401 });
    expect(
      (await stranger.problem('POST', `/sessions/${session.id}/previews`, { json: { port: 8_417 } })).code,
    ).toBe('session.not-found');

    await person.request('POST', '/auth/logout', { headers: { Cookie: person.cookie } });
    expect(await askHost(address, { Cookie: cookie })).toMatchObject({ status: 401 });
    expect((await owner.request('GET', product.url + preview.pathUrl)).status).toBe(401);
    for (const [client, id] of [
      [owner, session.id],
      [stranger, theirs.id],
    ] as const)
      await client.request('DELETE', `/sessions/${id}`);
  }, 120_000);
});

test('a preview that was opened with an API key ends with the key', async () => {
  const json = { name: 'previews' };
  const key = await owner.call('POST', '/api-keys', { json, schema: createdApiKeySchema });
  const program = owner.withToken(key.key);
  const session = await openSession(program, (await createProject(program)).id, {
    ...bash,
    language: 'python',
  });
  await startProcess(program, session.id, 'python3 -m http.server 9000');
  await untilSession(program, session.id, ({ ports }) => ports.length > 0);
  const { page, cookie, address } = await enterPreview((await createPreview(program, session.id)).url);
  expect(page.status).toBe(200);
  await owner.request('DELETE', `/api-keys/${key.id}`);
  expect(await askHost(address, { Cookie: cookie })).toMatchObject({ status: 401 });
  await owner.request('DELETE', `/sessions/${session.id}`);
}, 120_000);

test('a program that kills all it can reach does not end the session', async () => {
  const session = await openSession(owner, (await createProject(owner)).id, bash);
  await startProcess(owner, session.id, 'kill -9 -1; sleep 1');
  await delay(500);
  expect((await readSession(owner, session.id)).status).toBe('ready');
  await owner.request('DELETE', `/sessions/${session.id}`);
});

test('an ended container ends the session with a reason, and the next one works', async () => {
  const project = await createProject(owner, { 'a.txt': 'a' });
  const session = await openSession(owner, project.id, bash);
  await startProcess(owner, session.id, 'exec sleep 86399');
  await killContainerWith('sleep 86399');
  const ended = await untilSession(owner, session.id, ({ status }) => status === 'ended');
  expect(ended.message).toBe('Its container was stopped from outside.');
  const next = await openSession(owner, project.id, bash);
  expect(next.id).not.toBe(session.id);
  const { output } = await untilExited(owner, next.id, await startProcess(owner, next.id, 'cat a.txt'));
  expect(output).toBe('a');
  await owner.request('DELETE', `/sessions/${next.id}`);
});

/** As an administrator might, of the container that runs this command. */
async function killContainerWith(command: string): Promise<void> {
  const engine = createEngine();
  const all = await engine.listContainers({ filters: { label: [labels.run] } });
  const own = all.filter(({ Labels }) => Labels[labels.process]?.startsWith(`${process.pid}:`));
  for (let tries = 0; tries < 50; tries += 1) {
    for (const { Id } of own) {
      const container = engine.getContainer(Id);
      // one that waited for a run may be gone by now
      const { Processes } = await container.top().catch(() => ({ Processes: [] as string[][] }));
      if (Processes?.some((row: string[]) => row.at(-1) === command)) return container.kill();
    }
    await delay(100);
  }
  throw new Error(`no container runs ${command}`);
}
