import { expect, test } from '@jest/globals';
import { buildSchema } from '@sandsmith/contracts/domain/build';
import { buildListSchema, projectListSchema } from '@sandsmith/contracts/http/projects';
import { delay } from '@sandsmith/foundation/delay';
import { type SpawnedProduct, spawnProduct } from '@sandsmith/test-kit/product/spawn-product';

const state = async ({ client }: SpawnedProduct) => {
  const { projects } = await client.call('GET', '/projects', { schema: projectListSchema });
  const id = projects[0]?.id;
  const { builds } = await client.call('GET', `/projects/${id}/builds`, { schema: buildListSchema });
  return { projects, builds };
};

test('a first start builds the sample live, restarts do not repeat it, and a deleted sample stays away', async () => {
  const product = await spawnProduct({ env: { SAMPLE_PROJECT: 'on' } });
  try {
    let { projects, builds } = await state(product);
    for (let tries = 0; tries < 120 && builds[0]?.status !== 'succeeded'; tries += 1) {
      await delay(500);
      ({ projects, builds } = await state(product));
    }
    expect(projects).toMatchObject([{ name: 'Seattle weather', isSample: true }]);
    expect(builds).toMatchObject([{ status: 'succeeded', provider: 'builtin' }]);
    const build = await product.client.call('GET', `/builds/${builds[0]?.id}`, { schema: buildSchema });
    expect(build.artifacts.map(({ mediaType }) => mediaType)).toContain('image/png');

    await product.stop();
    await product.restart();
    await delay(1_000);
    const again = await state(product);
    expect(again.builds.map(({ id }) => id)).toEqual(builds.map(({ id }) => id));
    expect((await product.client.request('DELETE', `/projects/${projects[0]?.id}`)).status).toBe(204);

    const stopped = await product.stop();
    expect(stopped.code).toBe(0);
    expect(stopped.durationMs).toBeLessThan(10_000);
    await product.restart();
    await delay(1_000);
    expect((await product.client.call('GET', '/projects', { schema: projectListSchema })).projects).toEqual(
      [],
    );
  } finally {
    await product.close();
  }
}, 180_000);
