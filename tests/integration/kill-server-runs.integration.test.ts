import { expect, test } from '@jest/globals';
import { runResultSchema } from '@sandsmith/contracts/domain/run';
import { runViewSchema } from '@sandsmith/contracts/http/runs';
import { delay } from '@sandsmith/foundation/delay';
import { createEngine, labels } from '@sandsmith/sandbox/docker/engine';
import { type SpawnedProduct, spawnProduct } from '@sandsmith/test-kit/product/spawn-product';

const engine = createEngine();

async function containersOf(pid: number): Promise<string[]> {
  const all = await engine.listContainers({ all: true, filters: { label: [labels.run] } });
  return all.filter(({ Labels }) => Labels[labels.process]?.startsWith(`${pid}:`)).map(({ Id }) => Id);
}

/** Begins a run and gives its id once the program has said something. */
async function begin({ client }: SpawnedProduct): Promise<string> {
  const json = {
    language: 'python',
    files: [{ path: 'main.py', content: 'import time\nprint("here", flush=True)\ntime.sleep(50)\n' }],
  };
  const headers = { Accept: 'application/x-ndjson' };
  const answer = await client.fetch('POST', '/runs', { json, headers });
  const id = answer.headers.get('location')?.split('/').at(-1) ?? '';
  const decoder = new TextDecoder();
  let text = '';
  const reader = answer.body?.getReader();
  while (reader && !text.includes('stdout.delta')) {
    const { done, value } = await reader.read();
    if (done) break;
    text += decoder.decode(value, { stream: true });
  }
  // the server is about to be killed: what comes after that is of no use
  reader?.read().catch(() => {});
  return id;
}

test('kill -9 of the server in the middle of eight runs: each has an end, nothing is left, the next one works', async () => {
  const product = await spawnProduct({ env: { SANDBOX_CONCURRENCY: '8' } });
  try {
    const ids = await Promise.all(Array.from({ length: 8 }, () => begin(product)));
    const dead = product.pid;
    expect((await containersOf(dead)).length).toBeGreaterThanOrEqual(8);
    await product.kill();
    await product.restart();
    expect(await containersOf(dead)).toEqual([]);
    for (const id of ids) {
      const view = await product.client.call('GET', `/runs/${id}`, { schema: runViewSchema });
      expect(view).toMatchObject({ status: 'infrastructure-error', exitCode: null });
    }
    const json = { language: 'python', files: [{ path: 'main.py', content: 'print("next")' }] };
    const next = await product.client.call('POST', '/runs', { json, schema: runResultSchema });
    expect(next).toMatchObject({ status: 'succeeded', stdout: 'next\n' });
    const alive = product.pid;
    await product.stop();
    for (let turn = 0; turn < 50 && (await containersOf(alive)).length > 0; turn += 1) await delay(100);
    expect(await containersOf(alive)).toEqual([]);
  } finally {
    await product.close();
  }
}, 180_000);
