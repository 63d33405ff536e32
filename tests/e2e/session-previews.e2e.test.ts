import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Session } from '@sandsmith/contracts/domain/session';
import type { ApiClient } from '@sandsmith/test-kit/product/api-client';
import { type Product, startProduct } from '@sandsmith/test-kit/product/start-product';
import type { Frame, Page } from 'playwright-core';
import {
  createPreview,
  createProject,
  openSession,
  startProcess,
  untilExited,
  untilSession,
} from '../integration/session-fixture.ts';
import { type BrowserSession, openBrowser, signIn } from './browser-session.ts';

/** Answers every frame with the same text: what is needed of the protocol and no more. */
const echoServer = `
const { createServer } = require('node:http');
const { createHash } = require('node:crypto');
const page = '<!doctype html><p id=out>waiting</p><script>const s = new WebSocket((location.protocol === "https:" ? "wss://" : "ws://") + location.host + "/echo"); s.onopen = () => s.send("over and back"); s.onmessage = (e) => { document.querySelector("#out").textContent = "echo: " + e.data; };</script>';
const server = createServer((request, response) => response.setHeader('Content-Type', 'text/html').end(page));
server.on('upgrade', (request, socket) => {
  const accept = createHash('sha1').update(request.headers['sec-websocket-key'] + '258EAFA5-E914-47DA-95CA-C5AB0DC85B11').digest('base64');
  socket.write('HTTP/1.1 101 Switching Protocols\\r\\nUpgrade: websocket\\r\\nConnection: Upgrade\\r\\nSec-WebSocket-Accept: ' + accept + '\\r\\n\\r\\n');
  socket.on('error', () => {});
  socket.on('data', (frame) => {
    const length = frame[1] & 127;
    const text = Buffer.from(frame.subarray(6, 6 + length).map((byte, index) => byte ^ frame[2 + (index % 4)]));
    if ((frame[0] & 15) === 1) socket.write(Buffer.concat([Buffer.from([129, text.length]), text]));
  });
});
server.listen(0, '127.0.0.1');
`;

const viteProject = {
  'package.json': JSON.stringify({
    type: 'module',
    scripts: { dev: 'vite' },
    devDependencies: { vite: '8.3.8' },
  }),
  'index.html':
    '<!doctype html><html><head><link rel="stylesheet" href="/look.css"></head><body><h1 id="out"></h1><script type="module" src="/src/main.js"></script></body></html>',
  'public/look.css': 'h1 { color: rgb(1, 2, 3) }',
  'src/main.js':
    'import { word } from "/src/word.js";\nconst show = (text) => { document.querySelector("#out").textContent = text; };\nshow(word);\nimport.meta.hot.accept("/src/word.js", (next) => show(next.word));\n',
  'src/word.js': 'export const word = "first";\n',
};

let product: Product;
let browser: BrowserSession;
let owner: ApiClient;
beforeAll(async () => {
  product = await startProduct();
  owner = product.client;
  browser = await openBrowser({ url: product.url });
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await product?.close();
}, 60_000);

/** Told as text: the types of the browser's globals are not those of the tests. */
const addFrame = (page: Page, address: string) =>
  page.evaluate(`{
    const frame = document.createElement('iframe');
    frame.name = 'preview';
    frame.src = ${JSON.stringify(address)};
    document.body.append(frame);
  }`);

/** As the interface shows it: in a frame of its own page. */
async function openFrame(address: string): Promise<{ page: Page; frame: Frame }> {
  const page = await browser.page.context().newPage();
  await page.goto('/');
  await addFrame(page, address);
  for (;;) {
    const frame = page.frame('preview');
    if (frame && frame.url() !== 'about:blank' && frame.url() !== '') return { page, frame };
    await page.waitForTimeout(50);
  }
}

const waitForText = (frame: Frame | Page, selector: string, text: string) =>
  frame.locator(selector, { hasText: text }).first().waitFor({ timeout: 30_000 });

async function serve(wanted: {
  files: Record<string, string>;
  language: string;
  command: string;
}): Promise<Session & { port: number }> {
  const project = await createProject(owner, wanted.files);
  const { id } = await openSession(owner, project.id, { language: wanted.language, network: 'none' });
  await startProcess(owner, id, wanted.command);
  const session = await untilSession(owner, id, ({ ports }) => ports.length > 0);
  return { ...session, port: session.ports[0]?.port ?? 0 };
}

const end = (session: { id: string }) => owner.request('DELETE', `/sessions/${session.id}`);

test('a Python server on a port that nobody announced', async () => {
  const session = await serve({
    files: { 'index.html': '<h1>From Python</h1><img src="/missing.png">' },
    language: 'python',
    command: 'python3 -m http.server 7417 --bind 127.0.0.1',
  });
  expect(session.port).toBe(7_417);
  const preview = await createPreview(owner, session.id);
  const framed = await openFrame(preview.url);
  await waitForText(framed.frame, 'h1', 'From Python');
  expect(framed.frame.url()).toBe(new URL('/', preview.url).href);
  const own = await browser.page.context().newPage();
  await own.goto((await createPreview(owner, session.id)).url);
  await waitForText(own, 'h1', 'From Python');
  await own.reload();
  await waitForText(own, 'h1', 'From Python');
  await own.goto(preview.pathUrl);
  await waitForText(own, 'h1', 'From Python');
  // Another browser, which never had the address, is told how to get one.
  const stranger = await openBrowser({ url: product.url });
  const { page } = stranger;
  expect((await page.goto(new URL('/', preview.url).href))?.status()).toBe(401);
  await page.getByText('Open it from the project in Sandsmith again').waitFor();
  await stranger.close();
  await end(session);
  expect((await own.goto(preview.pathUrl))?.status()).toBe(401);
  await Promise.all([own.close(), framed.page.close()]);
}, 180_000);

test('a WebSocket that echoes, on both kinds of address', async () => {
  const session = await serve({
    files: { 'echo.cjs': echoServer },
    language: 'javascript',
    command: 'node echo.cjs',
  });
  for (const form of ['url', 'pathUrl'] as const) {
    const { page, frame } = await openFrame((await createPreview(owner, session.id))[form]);
    await waitForText(frame, '#out', 'echo: over and back');
    await page.close();
  }
  await end(session);
}, 180_000);

test('what a page there may not do: read the interface, its storage or its sign-in', async () => {
  const probe = `<!doctype html><pre id="out"></pre><script type="module">
const results = {};
const attempt = async (name, work) => { try { results[name] = await work(); } catch (error) { results[name] = 'refused: ' + error.name; } };
const product = ${JSON.stringify(product.url)};
await attempt('parent', () => parent.document.title);
await attempt('storage', () => { localStorage.setItem('a', 'b'); return origin; });
await attempt('refresh', async () => (await fetch(product + '/api/v1/auth/refresh', { method: 'POST', credentials: 'include' })).status);
await attempt('cookies', async () => (await fetch('/api/v1/auth/refresh')).text());
await attempt('projects', async () => (await fetch(product + '/api/v1/projects', { credentials: 'include' })).status);
document.querySelector('#out').textContent = JSON.stringify(results);
</script>`;
  const session = await serve({
    // Every other address answers with the cookies that came.
    files: {
      'index.html': probe,
      'serve.cjs':
        "const page = require('node:fs').readFileSync('index.html'); require('node:http').createServer((request, response) => response.setHeader('Content-Type', 'text/html').end(new URL(request.url, 'http://x').pathname === '/' ? page : 'cookies: ' + request.headers.cookie)).listen(7500);",
    },
    language: 'javascript',
    command: 'node serve.cjs',
  });
  for (const form of ['url', 'pathUrl'] as const) {
    const preview = await createPreview(owner, session.id);
    const page = await browser.page.context().newPage();
    await page.goto('/');
    await signIn(page, product.account);
    await page.getByRole('heading', { name: 'Projects' }).waitFor();
    await addFrame(page, preview[form]);
    const out = page.frameLocator('iframe[name=preview]').locator('#out', { hasText: 'projects' });
    const results = JSON.parse((await out.textContent()) ?? '');
    expect(results).toMatchObject({ parent: 'refused: SecurityError', refresh: 'refused: TypeError' });
    expect(results).toMatchObject({ projects: 'refused: TypeError', cookies: 'cookies: undefined' });
    // Nothing of it has touched the sign-in.
    await page.reload();
    await page.getByRole('heading', { name: 'Projects' }).waitFor();
    // In a tab, a host of its own has a storage of its own; the sandbox has none.
    await page.goto((await createPreview(owner, session.id))[form]);
    const own = JSON.parse((await page.locator('#out', { hasText: 'projects' }).textContent()) ?? '');
    expect(own.storage).toBe(form === 'url' ? new URL(preview.url).origin : 'refused: SecurityError');
    expect(own).toMatchObject({
      refresh: 'refused: TypeError',
      projects: 'refused: TypeError',
      cookies: 'cookies: undefined',
    });
    await page.close();
    await browser.page.context().clearCookies();
  }
  await end(session);
}, 180_000);

test('a Vite server with hot reload, whose packages came through the proxy', async () => {
  const project = await createProject(owner, viteProject);
  const { id } = await openSession(owner, project.id, { language: 'javascript', network: 'packages' });
  const installed = await untilExited(
    owner,
    id,
    await startProcess(owner, id, 'npm install --no-audit --no-fund'),
  );
  expect(installed).toMatchObject({ exitCode: 0 });
  await startProcess(owner, id, 'npx vite');
  await untilSession(owner, id, ({ ports }) => ports.some(({ port }) => port === 5_173));
  for (const [form, from, to] of [
    ['url', 'first', 'second'],
    ['pathUrl', 'second', 'third'],
  ] as const) {
    const { page, frame } = await openFrame((await createPreview(owner, id, { port: 5_173 }))[form]);
    await waitForText(frame, '#out', from);
    expect(await frame.evaluate('getComputedStyle(document.querySelector("h1")).color')).toBe('rgb(1, 2, 3)');
    await frame.evaluate('isSamePage = true');
    // The file is changed in the project: it reaches the session, Vite sees it, and the page changes without loading.
    await owner.request('PUT', `/projects/${project.id}/files/src/word.js`, {
      body: `export const word = "${to}";\n`,
    });
    await waitForText(frame, '#out', to);
    expect(await frame.evaluate('isSamePage')).toBe(true);
    await page.close();
  }
  await end({ id });
}, 300_000);
