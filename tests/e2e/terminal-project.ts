import { projectSchema } from '@sandsmith/contracts/domain/project';
import { createdBuildSchema } from '@sandsmith/contracts/http/builds';
import type { Product } from '@sandsmith/test-kit/product/start-product';
import type { Locator, Page } from 'playwright-core';
import { signIn } from './browser-session.ts';

interface ProjectOptions {
  product: Product;
  page: Page;
  name: string;
  files: Record<string, string>;
}

/** A project with these files, in the workbench, which stands open once something was asked for. */
export async function openProject({ product, page, name, files }: ProjectOptions): Promise<string> {
  const { client, account } = product;
  const { id } = await client.call('POST', '/projects', { json: { name }, schema: projectSchema });
  for (const [path, content] of Object.entries(files))
    await client.request('PUT', `/projects/${id}/files/${path}`, { body: Buffer.from(content) });
  await client.call('POST', `/projects/${id}/builds`, {
    json: { spec: 'Say hello' },
    schema: createdBuildSchema,
  });
  await page.goto(`/projects/${id}`);
  await signIn(page, account);
  await page.getByRole('tablist', { name: 'Output and results' }).waitFor();
  return id;
}

/** The lines that the terminal in view shows. */
export function screenOf(page: Page): Locator {
  return page.locator('.xterm-rows');
}

/** Types into the terminal in view, once its shell waits for a command. */
export async function typeCommand(page: Page, command: string): Promise<void> {
  await screenOf(page)
    .getByText(/[#$] *$/)
    .last()
    .waitFor();
  await page.keyboard.type(`${command}\n`);
}
