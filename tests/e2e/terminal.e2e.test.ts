import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Product, startProduct } from '@sandsmith/test-kit/product/start-product';
import type { Page, WebSocketRoute } from 'playwright-core';
import { type BrowserSession, openBrowser } from './browser-session.ts';
import { openProject, screenOf, typeCommand } from './terminal-project.ts';

let product: Product;
let browser: BrowserSession;
let page: Page;
let projectId: string;

beforeAll(async () => {
  product = await startProduct();
  browser = await openBrowser({ url: product.url });
  page = browser.page;
  page.setDefaultTimeout(30_000);
  projectId = await openProject({ product, page, name: 'Shell', files: { 'notes.txt': 'first\n' } });
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await product?.close();
}, 60_000);

const tab = (name: string) => page.getByRole('tab', { name, exact: true });
const line = (text: RegExp | string) => screenOf(page).getByText(text).last();

/** A file of the project, as the server has it. */
async function stored(path: string): Promise<string> {
  const { body } = await product.client.request('GET', `/projects/${projectId}/files/${path}`);
  return String(body);
}

test('the first click starts a sealed session, tells so, and opens a terminal in the project folder', async () => {
  await tab('Terminal').click();
  await tab('Terminal 1').waitFor({ timeout: 60_000 });
  await typeCommand(page, 'cat notes.txt; stty size');
  await line(/^first$/).waitFor();
  const size = await line(/^\d+ \d+$/).textContent();
  expect(size).not.toMatch(/^24 80/);
  await page.getByRole('contentinfo').getByText('sealed, package network only').waitFor();
  expect(await browser.look('terminal')).toEqual([]);
}, 120_000);

test('a terminal survives a refresh: what was printed is there, and the same shell goes on', async () => {
  await typeCommand(page, 'word=kept; echo before the refresh');
  await line(/^before the refresh$/).waitFor();
  await page.reload();
  await line(/^before the refresh$/).waitFor();
  await line(/^first$/).waitFor();
  // Without a click: the keyboard is where it was.
  await typeCommand(page, 'echo "still $word"');
  await line(/^still kept$/).waitFor();
  expect(await tab('Terminal 2').count()).toBe(0);
}, 60_000);

test('a connection that breaks is told, comes back by itself, and nothing is missing or shown twice', async () => {
  let isCut = false;
  const sockets: WebSocketRoute[] = [];
  await page.routeWebSocket(/socket\.io/, (socket) => {
    if (isCut) {
      void socket.close();
      return;
    }
    sockets.push(socket);
    socket.connectToServer();
  });
  await page.reload();
  await line(/^still kept$/).waitFor();
  await typeCommand(page, 'clear; for i in 1 2 3; do sleep 1; echo "meanwhile $i"; done');
  await line(/^meanwhile 1$/).waitFor();
  isCut = true;
  for (const socket of sockets) await socket.close();
  await page.getByText('The connection is away: what you type is not sent').waitFor();
  isCut = false;
  await page.getByText('The connection is away').waitFor({ state: 'detached' });
  await line(/^meanwhile 3$/).waitFor();
  for (const number of [1, 2, 3])
    expect(await screenOf(page).getByText(`meanwhile ${number}`, { exact: true }).count()).toBe(1);
  await typeCommand(page, 'echo "again $word"');
  await line(/^again kept$/).waitFor();
}, 60_000);

test('files go both ways by themselves, and unsaved text is never lost', async () => {
  await typeCommand(page, 'mkdir -p src && echo "print(1)" > src/made.py');
  await page.getByRole('treeitem', { name: /^src/ }).waitFor();
  await page.keyboard.press('Control+`');
  await page.getByRole('treeitem', { name: /^src/ }).click();
  await page.getByRole('treeitem', { name: /^made\.py/ }).click();
  const code = page.locator('.monaco-editor .view-line').first();
  await code.getByText('print').waitFor();
  await tab('Terminal 1').click();
  await page.locator('.xterm').click();
  await typeCommand(page, 'echo "print(22)" > src/made.py');
  await code.getByText('22').waitFor();
  await code.click();
  await page.keyboard.press('Control+Home');
  await page.keyboard.type('# by hand ');
  await page.keyboard.press('Control+`');
  await typeCommand(page, 'echo "print(333)" > src/made.py');
  await page.getByText('src/made.py was saved by someone else').waitFor();
  expect(await code.textContent()).toContain('hand');
  expect(await browser.look('terminal-and-conflict')).toEqual([]);
  await page.getByRole('button', { name: 'Save mine over it' }).click();
  await page.getByText('1 unsaved').waitFor({ state: 'detached' });
  expect(await stored('src/made.py')).toBe('# by hand print(22)\n');
  await page.locator('.xterm').click();
  await typeCommand(page, 'until grep -q hand src/made.py; do sleep 0.2; done; rm -r src; echo gone');
  await line(/^gone$/).waitFor();
  await page.getByRole('treeitem', { name: /^src/ }).waitFor({ state: 'detached' });
  await page.getByRole('tab', { name: 'made.py' }).waitFor({ state: 'detached' });
}, 120_000);

test('a hundred thousand lines are shown while the page stays at hand', async () => {
  await page.evaluate(`(() => {
    let last = performance.now();
    window.longestPauseMs = 0;
    requestAnimationFrame(function look(now) {
      window.longestPauseMs = Math.max(window.longestPauseMs, now - last);
      last = now;
      requestAnimationFrame(look);
    });
  })()`);
  await typeCommand(page, 'seq 100000; echo "all $((99 + 1)) thousand"');
  await line(/^all 100 thousand$/).waitFor();
  await line(/^100000$/).waitFor();
  expect(await page.evaluate<number>('window.longestPauseMs')).toBeLessThan(2_000);
}, 60_000);

test('the keyboard reaches the shell with all its keys, and always finds the way out', async () => {
  await typeCommand(page, 'echo one two');
  await page.keyboard.type('echo wrong');
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('echo right\n');
  await line(/^right$/).waitFor();
  expect(await page.getByRole('dialog').count()).toBe(0);
  const isInside = () => page.evaluate<boolean>('document.activeElement.closest(".xterm") !== null');
  expect(await isInside()).toBe(true);
  await page.keyboard.press('Control+`');
  expect(await isInside()).toBe(false);
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog', { name: 'Search or run a command' }).waitFor();
  await page.keyboard.type('show terminal');
  await page.keyboard.press('Enter');
  await page.waitForFunction('document.activeElement.closest(".xterm") !== null');
  await page.keyboard.press('Control+Shift+f');
  await page.getByRole('textbox', { name: 'Find in the terminal' }).fill('99999');
  expect(await page.getByText('Not found').count()).toBe(0);
  await page.getByRole('textbox', { name: 'Find in the terminal' }).fill('no such text');
  await page.getByText('Not found').waitFor();
  expect(await browser.look('terminal-find')).toEqual([]);
  await page.keyboard.press('Escape');
  expect(await isInside()).toBe(true);
}, 60_000);

test('several terminals: one ends and can be read, one at work is asked about before it is closed', async () => {
  await page.keyboard.press('Control+Shift+`');
  await tab('Terminal 2').waitFor();
  await typeCommand(page, 'exit 3');
  await page.getByText('The shell ended with exit code 3').waitFor();
  expect(await browser.look('terminal-ended')).toEqual([]);
  await tab('Terminal 2, ended').press('Delete');
  await tab('Terminal 2, ended').waitFor({ state: 'detached' });
  await page.locator('.xterm').click();
  await typeCommand(page, 'sleep 600');
  await line(/sleep 600$/).waitFor();
  await tab('Terminal 1').press('Delete');
  await page.getByRole('dialog', { name: 'Close terminal 1?' }).waitFor();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.locator('.xterm').click();
  await page.keyboard.press('Control+c');
  await typeCommand(page, 'echo back again');
  await line(/^back again$/).waitFor();
}, 60_000);

test('a terminal is at hand on a small screen and on a phone', async () => {
  await page.setViewportSize({ width: 1024, height: 700 });
  await line(/^back again$/).waitFor();
  expect(await browser.look('terminal-small')).toEqual([]);
  await page.setViewportSize({ width: 360, height: 740 });
  await tab('Terminal').click();
  await line(/^back again$/).waitFor();
  await typeCommand(page, 'tput cols');
  const columns = Number(await line(/^\d\d$/).textContent());
  expect(columns).toBeLessThan(50);
  expect(await browser.look('phone-terminal')).toEqual([]);
  expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(360);
  await page.setViewportSize({ width: 1280, height: 800 });
}, 60_000);

test('the session is ended from the status line, its output can be read, and a new one begins', async () => {
  await tab('Terminal').click();
  await page
    .getByRole('contentinfo')
    .getByRole('button', { name: /^Session/ })
    .click();
  await page.getByRole('menuitem', { name: 'End the session' }).click();
  await page.getByRole('dialog', { name: 'End the session?' }).waitFor();
  await page.getByRole('button', { name: 'End session' }).click();
  await page.getByText('The session has ended').waitFor();
  await line(/^back again$/).waitFor();
  expect(await browser.look('session-ended')).toEqual([]);
  await page.getByRole('button', { name: 'Start again' }).click();
  await tab('Terminal 1').waitFor();
  expect(await page.getByRole('tablist', { name: 'Terminals' }).getByRole('tab').count()).toBe(1);
  await typeCommand(page, 'cat notes.txt');
  await line(/^first$/).waitFor();
  expect(await line(/^back again$/).count()).toBe(0);
  expect(browser.faults).toEqual([]);
}, 120_000);
