import { readdir, readFile } from 'node:fs/promises';
import { runResultSchema } from '@sandsmith/contracts/domain/run';
import { delay } from '@sandsmith/foundation/delay';
import { labels } from '@sandsmith/sandbox/docker/engine';
import { spawnProduct } from '@sandsmith/test-kit/product/spawn-product';
import { engine, program } from './ways-to-run.ts';

export interface ServerState {
  residentMiB: number;
  descriptors: number;
  containers: number;
}

export interface ProductUnderLoad {
  /** One program through HTTP, checked. */
  postRun(): Promise<void>;
  /** Waits until so many containers stand ready, or no more are made. */
  warm(count: number): Promise<void>;
  state(): Promise<ServerState>;
  close(): Promise<void>;
}

const patienceMs = 20_000;

/** The product as users start it, in a process of its own. */
export async function startProductUnderLoad({ image }: { image: string }): Promise<ProductUnderLoad> {
  const product = await spawnProduct({ env: { NODE_ENV: 'production' } });

  async function containers(): Promise<{ Image: string; State: string }[]> {
    const all = await engine.listContainers({ all: true, filters: { label: [labels.run] } });
    return all.filter(({ Labels }) => Labels[labels.process]?.startsWith(`${product.pid}:`));
  }

  return {
    async postRun() {
      const json = { language: 'python', files: [{ path: 'main.py', content: program }] };
      const result = await product.client.call('POST', '/runs', { json, schema: runResultSchema });
      if (result.status !== 'succeeded' || result.stdout !== 'hello\n')
        throw new Error(`a run ended ${result.status}: ${result.message ?? result.stderr}`);
    },
    async warm(count) {
      const untilMs = performance.now() + patienceMs;
      for (;;) {
        await delay(150);
        const found = await containers();
        const ready = found.filter((one) => one.Image === image && one.State === 'running').length;
        if (ready >= count || performance.now() > untilMs) break;
      }
      // what is being made takes the processor from what is measured
      await delay(250);
    },
    async state() {
      const status = await readFile(`/proc/${product.pid}/status`, 'utf8');
      const residentKiB = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? Number.NaN);
      return {
        residentMiB: residentKiB / 1024,
        descriptors: (await readdir(`/proc/${product.pid}/fd`)).length,
        containers: (await containers()).length,
      };
    },
    close: () => product.close(),
  };
}
