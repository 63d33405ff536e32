import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { projectSchema } from '@sandsmith/contracts/domain/project';
import { createdBuildSchema } from '@sandsmith/contracts/http/builds';
import { type Product, startProduct } from '@sandsmith/test-kit/product/start-product';
import { type BrowserSession, openBrowser } from './browser-session.ts';

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
  await page.getByLabel('Email').fill(account.email);
  await page.getByLabel('Password').fill(account.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
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
