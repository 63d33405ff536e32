import { delay } from '@sandsmith/foundation/delay';
import type { Page } from 'playwright-core';

const patienceMs = 30_000;

/**
 * Waits for a line of the output, wherever it stands: of a long output only what is near the view is in the page, so
 * this scrolls from the end to the beginning as a person does who looks for it, and goes back to the end.
 */
export async function untilPrinted(page: Page, text: string | RegExp): Promise<void> {
  const log = page.getByRole('log', { name: 'Output' });
  const line = log.getByText(text);
  await log.waitFor();
  const toEnd = () => log.evaluate((region) => region.scrollTo(0, region.scrollHeight));
  for (const deadlineMs = performance.now() + patienceMs; (await line.count()) === 0; ) {
    if (performance.now() > deadlineMs)
      throw new Error(`not in the output: ${text}\n${await log.textContent()}`);
    const isAtTop = await log.evaluate((region) => {
      region.scrollBy(0, -region.clientHeight);
      return region.scrollTop === 0;
    });
    await delay(100);
    if (isAtTop && (await line.count()) === 0) await toEnd();
  }
  await toEnd();
}
