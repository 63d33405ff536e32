import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { buildSchema } from '@sandsmith/contracts/domain/build';
import { buildListSchema, projectListSchema } from '@sandsmith/contracts/http/projects';
import { type Product, startProduct } from '@sandsmith/test-kit/product/start-product';
import type { Page } from 'playwright-core';
import { type BrowserSession, openBrowser } from './browser-session.ts';
import { dropFile } from './drop-file.ts';
import { untilPrinted } from './output-log.ts';

const weather = join(import.meta.dirname, '../data/seattle-weather.csv');
const spec = 'Average maximum temperature by month as a bar chart, and the five wettest days';
const buildTimeoutMs = 120_000;

let product: Product;
let browser: BrowserSession;
let page: Page;

beforeAll(async () => {
  product = await startProduct({ env: { SAMPLE_PROJECT: 'on' } });
  browser = await openBrowser({ url: product.url });
  page = browser.page;
  page.setDefaultTimeout(30_000);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await product?.close();
}, 60_000);

const button = (name: string | RegExp) => page.getByRole('button', { name });
const status = () => page.getByRole('contentinfo').getByRole('status');
const log = () => page.getByRole('log', { name: 'Output' });

/** The chart as the browser has drawn it: its width in its own pixels. */
async function chartWidth(name: RegExp): Promise<number> {
  const chart = page.getByRole('img', { name }).first();
  await chart.waitFor();
  return chart.evaluate((image: { decode(): Promise<void>; naturalWidth: number }) =>
    image.decode().then(() => image.naturalWidth),
  );
}

async function latestBuild(projectName: string) {
  const { projects } = await product.client.call('GET', '/projects', { schema: projectListSchema });
  const project = projects.find(({ name }) => name === projectName);
  const { builds } = await product.client.call('GET', `/projects/${project?.id}/builds`, {
    schema: buildListSchema,
  });
  return product.client.call('GET', `/builds/${builds[0]?.id}`, { schema: buildSchema });
}

test('a person signs in, after a wrong password is refused in plain words', async () => {
  await page.goto('/');
  await page.getByRole('heading', { name: 'Sign in to Sandsmith' }).waitFor();
  expect(await browser.look('sign-in')).toEqual([]);
  await page.getByLabel('Email').fill(product.account.email);
  await page.getByLabel('Password').fill('not the password');
  await button('Sign in').click();
  await page.getByRole('alert').filter({ hasText: 'The email or the password is not right' }).waitFor();
  expect(await browser.look('sign-in-refused')).toEqual([]);
  await page.getByLabel('Password').fill(product.account.password);
  await button('Sign in').click();
  await page.getByRole('heading', { name: 'Projects' }).waitFor();
}, 60_000);

test('a person finds the sample project, whose build has just run', async () => {
  await page.getByRole('link', { name: 'Seattle weather' }).waitFor();
  expect(await browser.look('projects')).toEqual([]);
  await page.getByRole('link', { name: 'Seattle weather' }).click();
  await status()
    .filter({ hasText: /^Done$/ })
    .waitFor({ timeout: buildTimeoutMs });
  expect(await chartWidth(/^Chart: /)).toBeGreaterThan(300);
  await page.locator('.monaco-editor .view-line').first().waitFor();
  expect(await browser.look('sample-project')).toEqual([]);
}, 180_000);

test('a person makes a project, drops a CSV on it and gets a plan', async () => {
  await page.getByRole('link', { name: 'Sandsmith' }).click();
  await button('New project').click();
  expect(await browser.look('new-project')).toEqual([]);
  await page.getByLabel('Name').fill('Weather study');
  await button('Create project').click();
  await page.getByLabel('What should it do?').waitFor();
  await dropFile(page, button(/^Drop data here/), weather);
  await page.getByText('1,461 rows, 6 columns').waitFor();
  await page.getByLabel('What should it do?').fill(spec);
  expect(await browser.look('new-project-with-data')).toEqual([]);
  await button('Make a plan').click();
  await button('Approve and build').waitFor();
  expect(await page.getByLabel(/^Title of step/).count()).toBe(4);
  expect(await browser.look('plan')).toEqual([]);
}, 120_000);

test('a person changes a title, removes a step and approves', async () => {
  const before = await latestBuild('Weather study');
  await page.getByLabel('Title of step 1').fill('Write the weather analysis');
  await button('Details of step 2').click();
  expect(await browser.look('plan-step-open')).toEqual([]);
  // Long enough to be refreshed in the middle, on a machine of any speed.
  await page.getByLabel('Command that must pass').fill('python3 analysis.py && sleep 8');
  await button('Details of step 2').click();
  await button('Remove step 4').click();
  await button('Approve and build').click();
  await button('Stop').waitFor();
  const { plan } = await latestBuild('Weather study');
  expect(plan?.steps[0]?.title).toBe('Write the weather analysis');
  expect(plan?.steps.map(({ id }) => id)).toEqual(before.plan?.steps.slice(0, 3).map(({ id }) => id));
}, 60_000);

test('a person watches code and output, and loses nothing by a refresh in the middle', async () => {
  await page.getByRole('tab', { name: 'analysis.py', exact: true }).waitFor();
  await page.getByText('import pandas as pd').first().waitFor();
  await untilPrinted(page, 'python3 -m py_compile analysis.py');
  await untilPrinted(page, /^\$ python3 analysis\.py && sleep 8$/);
  const { status: statusBefore, lastSequence } = await latestBuild('Weather study');
  await page.reload();
  expect(statusBefore).toBe('running');
  await untilPrinted(page, /^\$ python3 analysis\.py && sleep 8$/);
  await untilPrinted(page, 'python3 -m py_compile analysis.py');
  await page.getByRole('button', { name: /Write the weather analysis/ }).waitFor();
  await status()
    .filter({ hasText: /^Done$/ })
    .waitFor({ timeout: buildTimeoutMs });
  expect((await latestBuild('Weather study')).lastSequence).toBeGreaterThan(lastSequence);
}, 180_000);

test('a person sees the answer, the chart and the table', async () => {
  await page
    .getByTestId('answer')
    .getByText(/26\.11/)
    .first()
    .waitFor();
  expect(await chartWidth(/^Chart: Average temp max by month/)).toBeGreaterThan(300);
  await page.getByText('3 of 3 done').waitFor();
  const table = page.getByRole('figure', { name: 'Average temp max by month' }).getByRole('table');
  await table.scrollIntoViewIfNeeded();
  await table.getByRole('cell', { name: 'August' }).waitFor();
  expect(await table.getByRole('cell', { name: '26.1121' }).count()).toBe(1);
  await table.getByRole('button', { name: /temp_max/ }).click();
  expect(await table.getByRole('row').nth(1).textContent()).toContain('December');
  expect(await browser.look('results-table')).toEqual([]);
  await page.getByRole('region', { name: 'Results' }).evaluate((region) => region.scrollTo(0, 0));
  expect(await browser.look('results')).toEqual([]);
}, 120_000);

test('a person looks at the output, the rows, the data, the builds and the history', async () => {
  for (const tab of ['Output', 'Data', 'Problems']) {
    await page.getByRole('tablist', { name: 'Output and results' }).getByRole('tab', { name: tab }).click();
    if (tab === 'Data') await page.getByRole('cell', { name: '2012-01-01' }).waitFor();
    expect(await browser.look(`tab-${tab.toLowerCase()}`)).toEqual([]);
  }
  const views = page.getByRole('toolbar', { name: 'Side panel views' });
  for (const view of ['Data', 'Builds', 'History']) {
    await views.getByRole('button', { name: view }).click();
    if (view === 'Data') await button('temp_max number').click();
    expect(await browser.look(`side-${view.toLowerCase()}`)).toEqual([]);
  }
  await button('Show as a graph').click();
  expect(await browser.look('plan-graph')).toEqual([]);
}, 120_000);

test('a person changes a file, saves it with Ctrl-S and finds it saved', async () => {
  await page
    .getByRole('toolbar', { name: 'Side panel views' })
    .getByRole('button', { name: 'Files' })
    .click();
  await page.getByRole('treeitem', { name: /^analysis\.py/ }).click();
  await page.getByLabel('Content of analysis.py').first().waitFor({ state: 'attached' });
  await page.locator('.monaco-editor .view-line').first().click();
  await page.keyboard.press('Control+Home');
  await page.keyboard.type('# Checked by hand.\n');
  await page.getByText('1 unsaved').waitFor();
  await page.keyboard.press('Control+s');
  await page.getByText('1 unsaved').waitFor({ state: 'detached' });
  const { projectId } = await latestBuild('Weather study');
  const saved = await product.client.request('GET', `/projects/${projectId}/files/analysis.py`);
  expect(String(saved.body).startsWith('# Checked by hand.\n')).toBe(true);
}, 60_000);

test('a person reaches everything by the palette, and reads the other pages', async () => {
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog', { name: 'Search or run a command' }).waitFor();
  expect(await browser.look('palette')).toEqual([]);
  await page.keyboard.type('models');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Built-in' }).waitFor();
  expect(await browser.look('models')).toEqual([]);
  for (const [path, heading] of [
    ['/health', 'Container engine'],
    ['/account', 'API keys'],
  ] as const) {
    await page.goto(path);
    await page.getByRole('heading', { name: heading }).waitFor();
    expect(await browser.look(path.slice(1))).toEqual([]);
  }
  await page.goto('/nowhere');
  await page.getByText('There is no such page').waitFor();
  expect(await browser.look('not-found')).toEqual([]);
}, 120_000);

test('a person reads results on a phone', async () => {
  const { projectId } = await latestBuild('Weather study');
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(`/projects/${projectId}`);
  await page.getByText('3 of 3 done').waitFor();
  expect(await browser.look('phone-plan')).toEqual([]);
  await page.getByRole('tab', { name: 'Results' }).click();
  expect(await chartWidth(/^Chart: Average temp max by month/)).toBeGreaterThan(300);
  expect(await browser.look('phone-results')).toEqual([]);
  const width = await page.evaluate<number>('document.documentElement.scrollWidth');
  expect(width).toBe(360);
}, 60_000);

test('a person asks for a change, and a failure says what failed and what to do', async () => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByLabel('Ask or change').fill('Distribution of wind by weather');
  await page.keyboard.press('Enter');
  await button('Details of step 2').click();
  await page.getByLabel('Command that must pass').fill('python3 analysis.py && sleep 3 && exit 3');
  await button('Approve and build').click();
  await button('Stop').waitFor();
  await untilPrinted(page, 'Distribution of wind by weather');
  expect(await browser.look('building')).toEqual([]);
  await status()
    .filter({ hasText: /^Failed: / })
    .waitFor({ timeout: buildTimeoutMs });
  const card = page.getByRole('region', { name: 'What failed' });
  await card.getByText('Run it on the data failed').waitFor();
  await card.getByRole('button', { name: 'Try again' }).waitFor();
  expect(await browser.look('failed')).toEqual([]);
  await page.keyboard.press('Control+b');
  await page.getByRole('region', { name: /^Side panel/ }).waitFor({ state: 'detached' });
  await page.keyboard.press('Control+j');
  await log().waitFor({ state: 'detached' });
  expect(await browser.look('panes-closed')).toEqual([]);
}, 180_000);

test('a request beyond the model is refused with requests to begin from', async () => {
  await page.getByLabel('Ask or change').fill('Write a game of chess with an opponent that learns');
  await page.keyboard.press('Enter');
  const card = page.getByRole('region', { name: 'What failed' });
  await card.getByText('The model cannot do this').waitFor();
  const [first] = await card.getByRole('listitem').getByRole('button').all();
  expect(await browser.look('refused')).toEqual([]);
  const request = (await first?.textContent()) ?? '';
  await first?.click();
  expect(request).not.toBe('');
  expect(await page.getByLabel('Ask or change').inputValue()).toBe(request);
}, 60_000);

test('the keyboard is not caught in the editor', async () => {
  await page.keyboard.press('Control+b');
  await page.getByRole('treeitem', { name: /^analysis\.py/ }).click();
  const content = page.getByLabel('Content of analysis.py').first();
  await content.waitFor({ state: 'attached' });
  await page.getByRole('tab', { name: 'analysis.py', exact: true }).focus();
  await page.keyboard.press('Tab');
  const isInside = () => page.evaluate<boolean>('document.activeElement.closest(".monaco-editor") !== null');
  expect(await isInside()).toBe(true);
  await page.keyboard.press('Tab');
  expect(await isInside()).toBe(false);
  expect(await page.getByText('1 unsaved').count()).toBe(0);
}, 60_000);

test('a person was never sent to another host, and met no fault of the page', () => {
  expect(browser.foreignRequests).toEqual([]);
  expect(browser.faults).toEqual([]);
});
