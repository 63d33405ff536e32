import { delay } from '@sandsmith/foundation/delay';
import { messageOf } from '@sandsmith/foundation/errors';
import { buildImages } from '@sandsmith/sandbox/docker/build-images';
import { type ProductUnderLoad, startProductUnderLoad } from './product-under-load.ts';
import { createStandings, type Standings } from './standings.ts';
import { atRate, inRounds, type Statistics, throughput } from './statistics.ts';
import { createStartWaitRemove, dockerRun, interpreterAlone, pythonImage } from './ways-to-run.ts';

/**
 * `pnpm bench:sandbox [--quick]`: how long a small Python program takes, directly, in containers made for it, and through
 * the product, on this machine now. The exit code tells whether the targets are met. --quick measures less of everything.
 */
const isQuick = process.argv.includes('--quick');
const concurrencies = [1, 4, 8, 16];
const roundsOf = (atOnce: number) => (isQuick ? 3 : atOnce === 1 ? 30 : 10);
const minuteMs = isQuick ? 10_000 : 60_000;
const saturatedMs = isQuick ? 8_000 : 30_000;
const inARow = isQuick ? 60 : 500;

const targets = {
  aboveInterpreterMs: 45,
  timesFasterThanDockerRun: 5,
  steadyPerSecond: 6,
  steadyMaxMs: 400,
  throughputShare: 0.9,
  growthMiB: 32,
  growthDescriptors: 8,
};

type Way = (atOnce: number) => Promise<Statistics>;

function waysOf(image: string, product: ProductUnderLoad): [string, Way][] {
  const rounds = roundsOf;
  return [
    ['interpreter directly', (atOnce) => interpreterAlone(image, { atOnce, rounds: rounds(atOnce) })],
    ['docker run --rm', (atOnce) => inRounds(() => dockerRun(image), { atOnce, rounds: rounds(atOnce) })],
    [
      'create-start-wait-remove',
      (atOnce) => inRounds(() => createStartWaitRemove(image), { atOnce, rounds: rounds(atOnce) }),
    ],
    [
      'POST /runs, warm pool',
      async (atOnce) => {
        // what is in demand is known from earlier runs
        for (let again = 0; again < 3; again += 1)
          await Promise.all(Array.from({ length: atOnce }, product.postRun));
        return inRounds(product.postRun, {
          atOnce,
          rounds: rounds(atOnce),
          ready: () => product.warm(atOnce),
        });
      },
    ],
  ];
}

async function measureLatency(image: string, product: ProductUnderLoad, standings: Standings): Promise<void> {
  const found = new Map<string, Statistics[]>();
  for (const [name, way] of waysOf(image, product)) {
    const results: Statistics[] = [];
    for (const atOnce of concurrencies) results.push(await way(atOnce));
    found.set(name, results);
    standings.row(name, results);
  }
  const first = (name: string) => found.get(name)?.[0]?.medianMs ?? Number.NaN;
  const own = first('POST /runs, warm pool');
  const above = own - first('interpreter directly');
  standings.judge('POST /runs above the interpreter, 1 at a time', {
    isMet: above <= targets.aboveInterpreterMs,
    found: `${above.toFixed(1)} ms`,
    wanted: `at most ${targets.aboveInterpreterMs} ms`,
  });
  const times = first('docker run --rm') / own;
  standings.judge('faster than docker run --rm, 1 at a time', {
    isMet: times >= targets.timesFasterThanDockerRun,
    found: `${times.toFixed(1)} times`,
    wanted: `at least ${targets.timesFasterThanDockerRun} times`,
  });
}

async function measureSteady(product: ProductUnderLoad, standings: Standings): Promise<void> {
  await product.warm(4);
  const steady = await atRate(product.postRun, { perSecond: targets.steadyPerSecond, forMs: minuteMs });
  const { medianMs, p95Ms, maxMs, count } = steady;
  standings.judge(`${targets.steadyPerSecond} runs/s for ${minuteMs / 1_000} s (${count} runs), slowest`, {
    isMet: maxMs <= targets.steadyMaxMs,
    found: `${maxMs.toFixed(0)} ms (median ${medianMs.toFixed(0)}, p95 ${p95Ms.toFixed(0)})`,
    wanted: `at most ${targets.steadyMaxMs} ms`,
  });
}

async function measureSaturated(
  image: string,
  product: ProductUnderLoad,
  standings: Standings,
): Promise<void> {
  const load = { atOnce: 8, forMs: saturatedMs };
  const bare = await throughput(() => createStartWaitRemove(image), load);
  const own = await throughput(product.postRun, load);
  standings.judge('saturated throughput, 8 at a time', {
    isMet: own >= bare * targets.throughputShare,
    found: `${own.toFixed(2)} runs/s, create-start-wait-remove ${bare.toFixed(2)}/s (${((own / bare) * 100).toFixed(0)}%)`,
    wanted: `at least ${targets.throughputShare * 100}%`,
  });
}

/** The first runs fill caches: the state before is taken after as many. */
async function measureGrowth(product: ProductUnderLoad, standings: Standings): Promise<void> {
  const inTurn = async (count: number) => {
    for (let index = 0; index < count; index += 1) await product.postRun();
    await product.warm(1);
    await delay(10_000);
    return product.state();
  };
  const before = await inTurn(Math.ceil(inARow / 5));
  const after = await inTurn(inARow);
  const tell = (name: string, [from, to]: [number, number], most: number) =>
    standings.judge(`${inARow} runs in a row: ${name}`, {
      isMet: to - from <= most,
      found: `${from.toFixed(0)} before, ${to.toFixed(0)} after`,
      wanted: `at most ${most} more`,
    });
  tell('memory of the server, MiB', [before.residentMiB, after.residentMiB], targets.growthMiB);
  tell('descriptors of the server', [before.descriptors, after.descriptors], targets.growthDescriptors);
  tell('containers', [before.containers, after.containers], 0);
}

async function bench(): Promise<boolean> {
  const stop = new AbortController();
  await buildImages({
    languages: ['python'],
    onProgress: ({ message }) => console.log(message),
    signal: stop.signal,
  });
  const image = await pythonImage();
  const standings = createStandings({ concurrencies });
  const product = await startProductUnderLoad({ image });
  try {
    await product.warm(1);
    await measureLatency(image, product, standings);
    await measureSteady(product, standings);
    await measureSaturated(image, product, standings);
    await measureGrowth(product, standings);
  } finally {
    await product.close();
  }
  return standings.areMet();
}

try {
  if (!(await bench())) process.exitCode = 1;
} catch (error) {
  console.error(`The measurement failed: ${messageOf(error)}`);
  process.exitCode = 2;
}
