import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Product, startProduct } from '@sandsmith/test-kit/product/start-product';
import type { Page } from 'playwright-core';
import { type BrowserSession, openBrowser } from './browser-session.ts';
import { openProject, screenOf, typeCommand } from './terminal-project.ts';

const index = `<!doctype html><title>Shop</title><h1>Hello from the session</h1>
<script>
  let reach = 'nothing';
  try { reach = parent.document.title; } catch {}
  document.body.append('Origin ' + self.origin + ', reaches ' + reach);
</script>`;

let product: Product;
let browser: BrowserSession;
let page: Page;

beforeAll(async () => {
  product = await startProduct();
  browser = await openBrowser({ url: product.url });
  page = browser.page;
  page.setDefaultTimeout(30_000);
  await openProject({
    product,
    page,
    name: 'Shop',
    files: { 'index.html': index, 'about.html': '<h1>About</h1>' },
  });
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await product?.close();
}, 60_000);

const button = (name: string | RegExp) => page.getByRole('button', { name });
const tab = (name: string) => page.getByRole('tab', { name, exact: true });
const frame = () => page.frameLocator('iframe[title^="Preview of port"]');
const heading = (name: string) => frame().getByRole('heading', { name, exact: true });

test('where nothing is served yet, one button starts the obvious server and shows it', async () => {
  await tab('Preview').click();
  await page.getByText('Nothing to preview yet').waitFor();
  expect(await browser.look('preview-none')).toEqual([]);
  await button('Serve the files with Python').click();
  await heading('Hello from the session').waitFor({ timeout: 60_000 });
  await frame()
    .getByText(/Origin http:\/\/[\w-]+-8000\.preview\.localhost:\d+, reaches nothing/)
    .waitFor();
  expect(await browser.look('preview')).toEqual([]);
}, 120_000);

test('the path is chosen in the address field, and the page opens in a tab of its own', async () => {
  await page.getByLabel('Path').fill('about.html');
  await page.keyboard.press('Enter');
  await heading('About').waitFor();
  const [popup] = await Promise.all([page.waitForEvent('popup'), button('Open in a new tab').click()]);
  await popup.getByRole('heading', { name: 'About' }).waitFor();
  expect(popup.url()).toMatch(/preview\.localhost:\d+\/about\.html$/);
  expect(await popup.evaluate('window.opener')).toBeNull();
  await popup.close();
  await page.getByLabel('Path').fill('/');
  await page.keyboard.press('Enter');
  await heading('Hello from the session').waitFor();
}, 60_000);

test('below the address of the server itself, the page has no origin and reaches nothing', async () => {
  const more = page.getByRole('region', { name: 'Preview' }).getByRole('button', { name: 'More' });
  await more.click();
  await page.getByRole('menuitemradio', { name: /below this server/ }).click();
  await frame().getByText('Origin null, reaches nothing').waitFor();
  await more.click();
  await page.getByRole('menuitemradio', { name: 'The usual address' }).click();
  await frame().getByText('preview.localhost').waitFor();
}, 60_000);

test('the page is seen as wide as on a phone and on a tablet', async () => {
  const width = () =>
    page.locator('iframe').evaluate((element: { clientWidth: number }) => element.clientWidth);
  await button(/390 pixels/).click();
  expect(await width()).toBe(390);
  expect(await browser.look('preview-phone-width')).toEqual([]);
  await button(/768 pixels/).click();
  expect(await width()).toBe(768);
  await button('As wide as there is room').click();
}, 60_000);

test('a page is not loaded again by looking at another tab', async () => {
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  await tab('Output').click();
  await tab('Preview').click();
  await heading('Hello from the session').waitFor();
  expect(requests.filter((url) => url.includes('preview'))).toEqual([]);
}, 60_000);

test('a server that stops is told, and its page comes back with it', async () => {
  await tab('Terminal').click();
  await screenOf(page).getByText('GET /').last().waitFor();
  await page.keyboard.press('Control+c');
  await tab('Preview').click();
  await page.getByText('Nothing listens on port 8000 any more').waitFor();
  expect(await browser.look('preview-gone')).toEqual([]);
  await tab('Terminal').click();
  await typeCommand(page, 'echo "<h1>Second</h1>" > index.html; python3 -m http.server 8000');
  await tab('Preview').click();
  await heading('Second').waitFor();
  expect(await page.getByText('Nothing listens').count()).toBe(0);
}, 60_000);

test('a port that nobody announced is found, told once, and reached from the address that the server prints', async () => {
  await tab('Terminal').click();
  await button('New terminal').click();
  await tab('Terminal 2').waitFor();
  await typeCommand(
    page,
    'cd /tmp && echo "<h1>Unannounced</h1>" > index.html && python3 -m http.server 49321',
  );
  const hint = button(/Port 49321 is listening/);
  await hint.waitFor();
  await page.getByRole('tab', { name: /^Preview.*new/ }).waitFor();
  expect(await browser.look('preview-hint')).toEqual([]);
  const printed = await screenOf(page).getByText('Serving HTTP').last().boundingBox();
  if (!printed) throw new Error('the terminal does not show what the server printed');
  // On the address at the end of the line: it names the reader's own machine, and means the session.
  const place = { x: printed.x + 340, y: printed.y + printed.height / 2 };
  await page.mouse.move(place.x, place.y);
  await page.locator('.xterm-cursor-pointer').waitFor();
  await page.mouse.click(place.x, place.y);
  await heading('Unannounced').waitFor();
  expect(await hint.count()).toBe(0);
}, 90_000);

test('a preview is at hand on a small screen and on a phone', async () => {
  await page.setViewportSize({ width: 1024, height: 700 });
  expect(await browser.look('preview-small')).toEqual([]);
  await page.setViewportSize({ width: 360, height: 740 });
  await tab('Preview').click();
  await heading('Unannounced').waitFor();
  expect(await browser.look('phone-preview')).toEqual([]);
  expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(360);
  expect(browser.faults).toEqual([]);
}, 60_000);
