import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { projectSchema } from '@sandsmith/contracts/domain/project';
import { type Product, startProduct } from '@sandsmith/test-kit/product/start-product';
import type { Page } from 'playwright-core';
import { type BrowserSession, openBrowser, signIn } from './browser-session.ts';
import { screenOf, typeCommand } from './terminal-project.ts';

let product: Product;
let browser: BrowserSession;
let page: Page;
let projectId: string;

async function createProject(name: string): Promise<string> {
  const { id } = await product.client.call('POST', '/projects', { json: { name }, schema: projectSchema });
  return id;
}

beforeAll(async () => {
  product = await startProduct();
  browser = await openBrowser({ url: product.url });
  page = browser.page;
  page.setDefaultTimeout(30_000);
  projectId = await createProject('By hand');
  await page.goto(`/projects/${projectId}`);
  await signIn(page, product.account);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await product?.close();
}, 60_000);

const tab = (name: string) => page.getByRole('tab', { name, exact: true });
const line = (text: RegExp) => screenOf(page).getByText(text).last();
const question = () => page.getByLabel('What should it do?');

test('a project without a build leads to a workbench that says so, and keeps what was typed', async () => {
  await question().fill('Count the words');
  await page.locator('.skeleton').first().waitFor({ state: 'detached' });
  expect(await browser.look('start-with-workbench-link')).toEqual([]);
  await page.getByRole('link', { name: 'Open the workbench: files, terminal, preview' }).click();
  await page.getByRole('region', { name: 'Plan' }).getByText('Nothing is built yet').waitFor();
  await page.getByRole('contentinfo').getByText('Nothing is built yet').first().waitFor();
  expect(await question().inputValue()).toBe('Count the words');
  await page.getByText('No files yet').waitFor();
  await page.getByRole('button', { name: 'Open a terminal' }).waitFor();
  expect(await page.getByRole('button', { name: 'Stop' }).count()).toBe(0);
  expect(await browser.look('workbench-without-build')).toEqual([]);
}, 60_000);

test('a file made in its terminal stands in the tree, opens in the editor, and is there after a refresh', async () => {
  await page.getByRole('button', { name: 'Open a terminal' }).click();
  await tab('Terminal 1').waitFor({ timeout: 60_000 });
  await typeCommand(page, 'echo "by hand" > made.txt; cat made.txt');
  await line(/^by hand$/).waitFor();
  const file = page.getByRole('treeitem', { name: /^made\.txt/ });
  await file.click();
  await page.locator('.monaco-editor .view-line').getByText('hand').waitFor();
  expect(await browser.look('workbench-without-build-at-work')).toEqual([]);
  await page.reload();
  await line(/^by hand$/).waitFor();
  await file.waitFor();
  expect(await question().inputValue()).toBe('Count the words');
  await tab('Preview').click();
  await page.getByText('Nothing listens on a port yet').waitFor();
}, 120_000);

test('the first request made there leads to its build', async () => {
  await question().fill('Say hello');
  await question().press('Enter');
  await page.waitForURL(/\/builds\//);
  await page.getByText('Nothing is built yet').first().waitFor({ state: 'detached' });
  expect(await page.getByLabel('Ask or change').inputValue()).toBe('');
  await page.getByRole('treeitem', { name: /^made\.txt/ }).waitFor();
}, 60_000);

test('Ctrl-backquote and the palette lead there from the question', async () => {
  const other = await createProject('By keyboard');
  await page.goto(`/projects/${other}`);
  await question().waitFor();
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog', { name: 'Search or run a command' }).waitFor();
  await page.keyboard.type('open the workbench');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/workbench$/);
  await page.getByRole('link', { name: 'Begin with your data' }).click();
  await question().focus();
  await page.keyboard.press('Control+`');
  await tab('Terminal 1').waitFor({ timeout: 60_000 });
  await typeCommand(page, 'echo $((40 + 2))');
  await line(/^42$/).waitFor();
  await page.getByRole('link', { name: 'Begin with your data' }).click();
  await question().fill('Say hello');
  await page.getByRole('button', { name: 'Make a plan' }).click();
  expect(await page.getByLabel('Ask or change').inputValue()).toBe('');
  expect(browser.faults).toEqual([]);
}, 120_000);
