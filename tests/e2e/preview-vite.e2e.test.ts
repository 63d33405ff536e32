import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Product, startProduct } from '@sandsmith/test-kit/product/start-product';
import type { Page } from 'playwright-core';
import { type BrowserSession, openBrowser } from './browser-session.ts';
import { openProject, screenOf, typeCommand } from './terminal-project.ts';

const files = {
  'package.json': JSON.stringify({
    type: 'module',
    scripts: { dev: 'vite' },
    devDependencies: { vite: '8.3.8' },
  }),
  'index.html': '<!doctype html><h1 id="out"></h1><script type="module" src="/main.js"></script>',
  'look.css': 'h1 { color: rgb(1, 2, 3) }',
  'main.js':
    "import './look.css';\ndocument.querySelector('#out').textContent = 'first';\nif (import.meta.hot) import.meta.hot.accept();\n",
};

let product: Product;
let browser: BrowserSession;
let page: Page;
let projectId: string;

beforeAll(async () => {
  product = await startProduct();
  browser = await openBrowser({ url: product.url });
  page = browser.page;
  page.setDefaultTimeout(30_000);
  projectId = await openProject({ product, page, name: 'Hot', files });
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await product?.close();
}, 60_000);

const tab = (name: string) => page.getByRole('tab', { name });
const frame = () => page.frameLocator('iframe[title^="Preview of port"]');
const heading = (name: string) => frame().getByRole('heading', { name, exact: true });
const change = (word: string) =>
  product.client.request('PUT', `/projects/${projectId}/files/main.js`, {
    body: files['main.js'].replace('first', word),
  });

test('a Vite project typed to life in the terminal reloads hot in the preview, after a refresh as well', async () => {
  await tab('Terminal').click();
  await typeCommand(page, 'npm install --no-audit --no-fund && npx vite');
  await screenOf(page).getByText('ready in').waitFor({ timeout: 120_000 });
  await tab('Preview').click();
  await heading('first').waitFor();
  await change('second');
  await heading('second').waitFor();
  await page.reload();
  await heading('second').waitFor();
  await change('third');
  await heading('third').waitFor();
  const inside = page.frames().find((one) => one.url().includes('.preview.localhost'));
  expect(await inside?.evaluate('getComputedStyle(document.querySelector("h1")).color')).toBe('rgb(1, 2, 3)');
}, 300_000);
