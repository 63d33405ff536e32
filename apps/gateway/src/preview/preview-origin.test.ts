import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { newId } from '@sandsmith/foundation/ids';
import { type PreviewWorld, previewHost, startPreviewWorld } from './preview-world.fixture.ts';

let world: PreviewWorld;
beforeEach(async () => {
  world = await startPreviewWorld();
});
afterEach(() => world.close());

describe('the origin of its own', () => {
  test('is entered by the address once, then by its cookie alone, on the clean address', async () => {
    const { url, expiresAt } = world.addresses({ path: '/a/b?x=1&y=%20' });
    expect(url).toMatch(`http://${world.hostOf()}/a/b?x=1&y=%20&sandsmith-preview=`);
    expect(Date.parse(expiresAt) - Date.now()).toBeLessThanOrEqual(60_000);
    const entered = await world.ask(new URL(url).pathname + new URL(url).search);
    expect(entered).toMatchObject({ status: 303, headers: { location: '/a/b?x=1&y=%20' } });
    const [cookie] = entered.headers['set-cookie'] ?? [];
    expect(cookie).toMatch(
      /^__Host-sandsmith-preview=.*; Path=\/; HttpOnly; Max-Age=\d+; Secure; SameSite=None; Partitioned$/,
    );
    const answer = await world.ask('/a/b?x=1&y=%20', { headers: { Cookie: cookie?.split(';')[0] } });
    expect(answer).toMatchObject({ status: 200, body: 'from the program' });
    expect(world.asked?.url).toBe('/a/b?x=1&y=%20');
  });

  test('never leads to another host after the entry', async () => {
    const { url } = world.addresses();
    const { search } = new URL(url);
    for (const path of ['//evil.example', '/\\evil.example', '///evil.example'])
      expect((await world.ask(path + search)).headers.location).toMatch(/^\/evil\.example$/);
  });

  test('without a cookie says how to open it, and never is the product', async () => {
    for (const path of ['/', '/api/v1/projects', '/socket.io/?EIO=4&transport=polling', '/docs']) {
      const page = await world.ask(path, { headers: { Accept: 'text/html' } });
      expect(page.status).toBe(401);
      expect(page.body).toContain('Open it from the project in Sandsmith again');
    }
    for (const host of [
      previewHost,
      `x.${previewHost}`,
      `${newId()}-1.${previewHost.toUpperCase()}.:80`,
      world.hostOf({ inside: 70_000 }),
    ])
      expect(await world.ask('/', { host })).toMatchObject({ status: 401 });
    expect(await world.ask(`http://localhost/api/v1/projects`)).toMatchObject({ status: 401 });
    expect(await world.ask('/', { host: 'localhost' })).toMatchObject({ body: 'the product' });
  });

  test('is the newest port where the host names none', async () => {
    const host = world.hostOf({ inside: null });
    const { search } = new URL(world.addresses().url);
    const { headers } = await world.ask(`/${search}`, { host });
    const Cookie = headers['set-cookie']?.[0]?.split(';')[0];
    expect(await world.ask('/', { host, headers: { Cookie } })).toMatchObject({ body: 'from the program' });
    world.memory.listen(6_000, { realPort: world.programPort });
    expect(await world.ask('/', { host, headers: { Cookie } })).toMatchObject({ status: 401 });
  });
});

describe('where nothing answers', () => {
  test('a page says so and looks again by itself', async () => {
    const quiet = 9_999;
    const { pathname, search, host } = new URL(world.addresses({ port: quiet }).url);
    const { headers } = await world.ask(pathname + search, { host });
    const Cookie = headers['set-cookie']?.[0]?.split(';')[0];
    const page = await world.ask('/', { host, headers: { Cookie, Accept: 'text/html' } });
    expect(page.status).toBe(502);
    expect(page.body).toMatch(/http-equiv="refresh"[\s\S]*Nothing listens on port 9999/);
    expect(JSON.parse((await world.ask('/', { host, headers: { Cookie } })).body)).toMatchObject({
      code: 'preview.not-listening',
    });
  });

  test('what is not HTTP is told too', async () => {
    const headers = await world.signIn();
    world.onRequest = (incoming) => void incoming.socket.end('SSH-2.0-OpenSSH\r\n');
    expect(await world.ask('/', { headers })).toMatchObject({ status: 502 });
  });
});
