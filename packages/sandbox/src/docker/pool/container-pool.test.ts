import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { silentLogger } from '@sandsmith/foundation/logger';
import { type ContainerShape, plainShape } from '../containers/container-shape.ts';
import type { SealedContainer } from '../containers/sealed-containers.ts';
import { type ContainerPool, type ContainerPoolOptions, createContainerPool } from './container-pool.ts';

const mebibyte = 1024 * 1024;
const limits = { memoryBytes: 512 * mebibyte, pids: 128, workBytes: 256 * mebibyte, workInodes: 1_000 };
const python = plainShape('python:1', limits);
const bash = plainShape('bash:1', limits);

/** An engine in memory: containers that take 100 ms to make. */
interface Workbench {
  pool: ContainerPool;
  opened: ContainerShape[];
  made: SealedContainer[];
  removed: SealedContainer[];
  /** Ends a container as an engine that restarts does. */
  lose(container: SealedContainer): void;
  failWith: Error | undefined;
  current: Set<string>;
}

let pools: ContainerPool[] = [];
beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  for (const pool of pools) void pool.close();
  pools = [];
  jest.useRealTimers();
});

function workbench(options: Partial<ContainerPoolOptions> = {}): Workbench {
  const losers = new Map<SealedContainer, () => void>();
  const bench: Omit<Workbench, 'pool'> = {
    opened: [],
    made: [],
    removed: [],
    failWith: undefined,
    current: new Set(['python:1', 'bash:1']),
    lose: (container) => losers.get(container)?.(),
  };
  const open = async (shape: ContainerShape): Promise<SealedContainer> => {
    bench.opened.push(shape);
    await new Promise((resolve) => setTimeout(resolve, 100));
    if (bench.failWith) throw bench.failWith;
    const closed = Promise.withResolvers<void>();
    // the pool uses these alone
    const container = {
      id: `c${bench.opened.length}`,
      shape,
      channel: { closed: closed.promise },
      remove: () => bench.removed.push(container),
    } as unknown as SealedContainer;
    bench.made.push(container);
    losers.set(container, closed.resolve);
    return container;
  };
  const pool = createContainerPool({
    open,
    logger: silentLogger,
    size: 4,
    standing: async () => [{ shape: python, least: 2 }],
    isCurrent: (tag) => bench.current.has(tag),
    affordable: () => 100,
    ...options,
  });
  pools.push(pool);
  return Object.assign(bench, { pool });
}

const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);
async function takeMany(
  pool: ContainerPool,
  shape: ContainerShape,
  count: number,
): Promise<SealedContainer[]> {
  const taking = Promise.all(Array.from({ length: count }, () => pool.take(shape)));
  await pass(1_000);
  return taking;
}

describe('what stands ready', () => {
  test('is made at the start, two at a time, and given at once and only once', async () => {
    const bench = workbench();
    bench.pool.start();
    await pass(50);
    expect(bench.opened).toHaveLength(2);
    await pass(200);
    const taken = await Promise.all([bench.pool.take(python), bench.pool.take(python)]);
    expect(new Set(taken).size).toBe(2);
    expect(bench.opened).toHaveLength(2);
    await pass(500);
    expect(bench.opened).toHaveLength(4);
    expect(bench.removed).toEqual([]);
  });

  test('is as much as was in demand, not more than the size, and goes after a quiet minute', async () => {
    const bench = workbench();
    bench.pool.start();
    await takeMany(bench.pool, bash, 9);
    await pass(5_000);
    const made = bench.opened.length;
    expect(made).toBe(9 + 4);
    await takeMany(bench.pool, bash, 2);
    expect(bench.opened.length).toBeLessThanOrEqual(made + 2);
    await pass(150_000);
    const standing = bench.opened.length - bench.removed.length - 9 - 2;
    expect(standing).toBe(2);
  });

  test('is only what the memory of the machine allows', async () => {
    const bench = workbench({ affordable: () => 1 });
    bench.pool.start();
    await pass(10_000);
    expect(bench.opened).toHaveLength(1);
  });

  test('of an image that was built anew is removed', async () => {
    const bench = workbench();
    bench.pool.start();
    await pass(1_000);
    bench.current.delete('python:1');
    await pass(6_000);
    expect(bench.removed).toHaveLength(2);
    expect(bench.opened).toHaveLength(2);
  });

  test('is gone when it is closed, what is being made as well', async () => {
    const bench = workbench();
    bench.pool.start();
    await pass(1_000);
    await bench.pool.take(python);
    await pass(50);
    const closing = bench.pool.close();
    await pass(1_000);
    await closing;
    expect(bench.removed).toHaveLength(bench.opened.length - 1);
  });
});

describe('a container that does not stand ready', () => {
  test('is made for the run, also where it can be for that run alone', async () => {
    const bench = workbench({ standing: async () => [] });
    const mounted = { ...bash, documents: [{ path: 'a.csv', hostPath: '/a.csv' }] };
    for (const shape of [bash, mounted, mounted, mounted]) {
      const taking = bench.pool.take(shape);
      await pass(200);
      expect((await taking).shape).toBe(shape);
    }
    await pass(10_000);
    expect(bench.opened).toHaveLength(4);
  });

  test('that cannot be made tells the run why, and is not tried over and over', async () => {
    const bench = workbench();
    bench.failWith = new Error('away');
    bench.pool.start();
    const taking = bench.pool.take(bash);
    const rejected = expect(taking).rejects.toThrow('away');
    await pass(200);
    await rejected;
    await pass(60_000);
    expect(bench.opened.length).toBeLessThan(25);
    bench.failWith = undefined;
    bench.pool.wake();
    await pass(300);
    expect((await bench.pool.take(python)).shape).toBe(python);
  });
});

test('a container that ends while it stands ready is not given to a run', async () => {
  const bench = workbench({ standing: async () => [{ shape: bash, least: 1 }] });
  bench.pool.start();
  await pass(1_000);
  const [standing] = bench.made;
  if (!standing) throw new Error('none stands ready');
  bench.lose(standing);
  await pass(1_000);
  expect(bench.removed).toEqual([standing]);
  expect(bench.made).toHaveLength(2);
  expect(await bench.pool.take(bash)).toBe(bench.made[1]);
});
