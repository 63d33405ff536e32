import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type RunEvent, runEventSchema } from '@sandsmith/contracts/events/run-events';
import { delay } from '@sandsmith/foundation/delay';
import { createApiClient } from '@sandsmith/test-kit/product/api-client';
import { type Product, startProduct } from '@sandsmith/test-kit/product/start-product';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
}, 120_000);
afterAll(() => product.close(), 60_000);

/** A run in bash, and what is known of it while it runs. */
function begin(content: string, more: object = {}) {
  const seen = { id: '', stdout: '', last: undefined as RunEvent | undefined };
  const json = { language: 'bash', files: [{ path: 'main.sh', content }], ...more };
  const ended = (async () => {
    const headers = { Accept: 'application/x-ndjson' };
    const response = await product.client.fetch('POST', '/runs', { json, headers });
    let rest = '';
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        seen.last = runEventSchema.parse(JSON.parse(line));
        if (seen.last.type === 'run.started') seen.id = seen.last.id;
        if (seen.last.type === 'stdout.delta') seen.stdout += seen.last.text ?? '';
      }
    }
  })();
  return { seen, ended };
}

async function until(isTrue: () => boolean): Promise<void> {
  for (let tries = 0; tries < 600 && !isTrue(); tries += 1) await delay(100);
  expect(isTrue()).toBe(true);
}

const send = (id: string, body: string, query = '') =>
  product.client.request('POST', `/runs/${id}/stdin${query}`, { body });

test('a program is spoken with while it runs, until its input is ended', async () => {
  const { seen, ended } = begin('while read -r line; do echo "got $line"; done; echo over', {
    ...{ keepStdinOpen: true, stdin: 'first\n' },
  });
  await until(() => seen.stdout === 'got first\n');
  expect((await send(seen.id, 'second\nthi')).status).toBe(204);
  await until(() => seen.stdout.endsWith('got second\n'));
  expect((await send(seen.id, 'rd\n', '?end=true')).status).toBe(204);
  await ended;
  expect(seen.last).toMatchObject({
    type: 'run.finished',
    result: { status: 'succeeded', stdout: 'got first\ngot second\ngot third\nover\n' },
  });
  expect((await product.client.problem('POST', `/runs/${seen.id}/stdin`, { body: 'late' })).code).toBe(
    'run.stdin-closed',
  );
}, 120_000);

test('a run that was not asked to stay open has a closed input, and one of another is not there', async () => {
  const { seen, ended } = begin('cat; echo waiting; sleep 3', { stdin: 'all\n' });
  await until(() => seen.stdout.includes('waiting'));
  expect((await product.client.problem('POST', `/runs/${seen.id}/stdin`, { body: 'more' })).code).toBe(
    'run.stdin-closed',
  );
  const stranger = await product.register('stranger');
  expect((await stranger.problem('POST', `/runs/${seen.id}/stdin`, { body: 'more' })).code).toBe(
    'run.not-found',
  );
  const anyone = createApiClient({ url: product.url });
  expect((await anyone.problem('POST', `/runs/${seen.id}/stdin`, { body: 'more' })).code).toBe(
    'auth.required',
  );
  await ended;
}, 120_000);

test('more than a program takes waits outside, and none of it is lost', async () => {
  const { seen, ended } = begin('sleep 1; wc -c', { keepStdinOpen: true });
  await until(() => seen.id !== '');
  const mebibytes = 'x'.repeat(3 * 1024 * 1024);
  for (const query of ['', '', '?end=true']) expect((await send(seen.id, mebibytes, query)).status).toBe(204);
  await ended;
  expect(seen.stdout.trim()).toBe(String(3 * mebibytes.length));
}, 120_000);
