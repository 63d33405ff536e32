import { accessSync, constants } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, chromium, type Page } from 'playwright-core';

export interface BrowserSession {
  page: Page;
  /** Requests that would have left for another host. */
  foreignRequests: readonly string[];
  /** Exceptions of the page, and what its content security policy refused. */
  faults: readonly string[];
  /** Takes a picture of the screen in both themes, and returns what axe finds in each. */
  look(name: string): Promise<string[]>;
  close(): Promise<void>;
}

const browserNames = ['chromium', 'chromium-browser', 'google-chrome'];
const screenshotDirectory =
  process.env['SCREENSHOT_DIR'] ?? join(import.meta.dirname, '../../test-results/screenshots');

function findBrowser(): string {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  for (const name of browserNames) {
    for (const folder of folders) {
      const path = join(folder, name);
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {
        // The next folder.
      }
    }
  }
  throw new Error(
    `No browser was found: install one of ${browserNames.join(', ')}, such as apt install chromium`,
  );
}

/** Fills in the form that a page shows to those who are not signed in. */
export async function signIn(
  page: Page,
  { email, password }: { email: string; password: string },
): Promise<void> {
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** A real Chromium that talks to nobody by itself, on a page of the usual laptop's size. */
export async function openBrowser({ url }: { url: string }): Promise<BrowserSession> {
  await mkdir(screenshotDirectory, { recursive: true });
  const browser: Browser = await chromium.launch({
    executablePath: findBrowser(),
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width: 1280, height: 800 },
    locale: 'en-US',
  });
  const page = await context.newPage();
  const foreignRequests: string[] = [];
  const faults: string[] = [];
  const own = new URL(url).host;
  context.on('request', (request) => {
    const { protocol, host } = new URL(request.url());
    if (protocol !== 'data:' && protocol !== 'blob:' && host !== own) foreignRequests.push(request.url());
  });
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) faults.push(message.text());
  });

  /** All rules in the first theme; in the second only what a theme can change. */
  async function findings(theme: string, rules?: string[]): Promise<string[]> {
    const axe = new AxeBuilder({ page });
    const { violations } = await (rules ? axe.withRules(rules) : axe).analyze();
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html }) => `${theme}: ${id}: ${html.slice(0, 200)}`),
    );
  }

  return {
    page,
    foreignRequests,
    faults,
    async look(name) {
      const found: string[] = [];
      for (const theme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
        await page.locator(`html[data-theme="${theme}"]`).waitFor({ state: 'attached' });
        await page.screenshot({ path: join(screenshotDirectory, `${name}-${theme}.png`) });
        found.push(...(await findings(theme, theme === 'dark' ? ['color-contrast'] : undefined)));
      }
      return found;
    },
    async close() {
      await browser.close();
    },
  };
}
