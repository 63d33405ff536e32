import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { projectSchema } from '@sandsmith/contracts/domain/project';
import { createdBuildSchema } from '@sandsmith/contracts/http/builds';
import { type Product, startProduct } from '@sandsmith/test-kit/product/start-product';
import type { WebSocketRoute } from 'playwright-core';
import { type BrowserSession, openBrowser, signIn } from './browser-session.ts';

const weather = join(import.meta.dirname, '../data/seattle-weather.csv');

let product: Product;
let browser: BrowserSession;

beforeAll(async () => {
  product = await startProduct();
  browser = await openBrowser({ url: product.url });
  browser.page.setDefaultTimeout(30_000);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await product?.close();
}, 60_000);

test('where no socket can be opened, a build is followed by asking again', async () => {
  const { page } = browser;
  const { client, account } = product;
  const project = await client.call('POST', '/projects', { json: { name: 'Polled' }, schema: projectSchema });
  await client.upload(project.id, [weather]);
  await page.route('**/socket.io/**', (route) => route.abort());
  await page.routeWebSocket(/socket\.io/, (socket) => socket.close());
  await page.goto('/sign-in');
  await signIn(page, account);
  await page.getByRole('link', { name: 'Polled' }).click();
  await page.getByText('1,461 rows, 6 columns').waitFor();
  const build = await client.call('POST', `/projects/${project.id}/builds`, {
    json: { spec: 'Average wind by weather as a bar chart', approval: 'automatic' },
    schema: createdBuildSchema,
  });
  await page.goto(`/projects/${project.id}/builds/${build.id}`);
  await page.getByText('Connecting again').waitFor();
  const status = page.getByRole('contentinfo').getByRole('status');
  await status.filter({ hasText: /^Done$/ }).waitFor({ timeout: 90_000 });
  await page
    .getByRole('img', { name: /^Chart: / })
    .first()
    .waitFor();
  expect(browser.faults).toEqual([]);
}, 180_000);

test('after the server said goodbye and was away for a while, the page connects again by itself', async () => {
  const page = await browser.page.context().newPage();
  const sockets: WebSocketRoute[] = [];
  await page.routeWebSocket(/socket\.io/, (socket) => {
    sockets.push(socket);
    socket.connectToServer();
  });
  await page.goto(browser.page.url());
  await page.getByText('4 of 4 done').waitFor();
  const note = page.getByText('Connecting again');
  await expect(note.count()).resolves.toBe(0);
  while (sockets.length === 0) await page.waitForTimeout(50);
  await page.waitForTimeout(500);
  await page.route('**/api/v1/**', (route) => route.abort());
  // What socket.io sends as it closes for good: the page's library does not come back from this alone.
  sockets.at(-1)?.send('41');
  await note.waitFor();
  await page.waitForTimeout(3_000);
  await page.unroute('**/api/v1/**');
  await note.waitFor({ state: 'detached', timeout: 20_000 });
  await page.close();
}, 60_000);
