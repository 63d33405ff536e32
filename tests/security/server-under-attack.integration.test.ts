import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type RunResult, runResultSchema } from '@sandsmith/contracts/domain/run';
import { delay } from '@sandsmith/foundation/delay';
import type { AttackProgram } from '@sandsmith/sandbox/attack/attack-program';
import { readAttackPrograms } from '@sandsmith/sandbox/attack/read-attack-programs';
import { type SpawnedProduct, spawnProduct } from '@sandsmith/test-kit/product/spawn-product';

const mebibyte = 1024 * 1024;
const atOnce = 8;
/** After five, the live heap did not grow any more over seven further rounds (measured with forced collections). */
const warmUpRounds = 5;
/** Those that press on the server itself: floods of output and of files, and programs that take the machine. */
const chosen = [
  'output-bomb',
  'error-bomb',
  'broken-characters',
  'small-writes',
  'many-artifacts',
  'fork-bomb',
  'memory-bomb',
  'packages-proxy-flood',
];

let product: SpawnedProduct;
let programs: AttackProgram[];

beforeAll(async () => {
  const groups = await readAttackPrograms(fileURLToPath(new URL('.', import.meta.url)));
  const all = groups.flatMap((group) => group.programs);
  programs = chosen.map((id) => {
    const found = all.find((program) => program.id === id);
    if (!found) throw new Error(`there is no program ${id}`);
    return found;
  });
  product = await spawnProduct({ env: { SANDBOX_CONCURRENCY: String(atOnce) } });
}, 120_000);
afterAll(() => product.close());

interface Sample {
  residentBytes: number;
  descriptors: number;
  eventLoopMaxSeconds: number;
}

/** What the server tells of itself; the event loop's longest delay is that since the last look. */
async function look(): Promise<Sample> {
  const { body } = await product.client.request('GET', '//metrics');
  const value = (name: string) => {
    const found = new RegExp(`^${name} (\\S+)$`, 'm').exec(String(body));
    if (!found) throw new Error(`/metrics does not tell ${name}`);
    return Number(found[1]);
  };
  return {
    residentBytes: value('process_resident_memory_bytes'),
    descriptors: value('process_open_fds'),
    eventLoopMaxSeconds: value('nodejs_eventloop_lag_max_seconds'),
  };
}

/** The program as anybody may send it: its command becomes the script that is started. */
function attack({ files, command, limits, network }: AttackProgram): Promise<RunResult> {
  return product.client.call('POST', '/runs', {
    schema: runResultSchema,
    json: {
      language: 'bash',
      entry: 'start.sh',
      files: [
        { path: 'start.sh', content: command ?? '' },
        ...files.map((file) => ({ path: file.path, content: Buffer.from(file.content).toString() })),
      ],
      limits: { wallTimeMs: 10_000, ...limits },
      network,
    },
  });
}

/** All eight at once, looked at four times a second. */
async function round(): Promise<{ results: RunResult[]; samples: Sample[] }> {
  const samples: Sample[] = [];
  let isOver = false;
  const watch = (async () => {
    while (!isOver) {
      samples.push(await look());
      await delay(250);
    }
  })();
  const results = await Promise.all(programs.map(attack)).finally(() => {
    isOver = true;
  });
  await watch;
  return { results, samples };
}

/** Containers are removed, and memory is given back, shortly after the answer. */
async function settled(): Promise<Sample> {
  await delay(3_000);
  return look();
}

const most = (samples: Sample[], key: keyof Sample) => Math.max(...samples.map((sample) => sample[key]));

test('memory, descriptors and event loop of the server stay flat while eight hostile programs run at once', async () => {
  // The first rounds fill what is kept of recent runs and grow the heap to its working size; what counts is that later
  // ones add nothing.
  for (let repeat = 0; repeat < warmUpRounds; repeat += 1) await round();
  const before = await settled();
  const samples: Sample[] = [];
  for (let repeat = 0; repeat < 3; repeat += 1) {
    const { results, samples: seen } = await round();
    expect(seen.length).toBeGreaterThan(2);
    samples.push(...seen);
    for (const [index, result] of results.entries())
      expect({ id: programs[index]?.id, status: result.status }).toEqual({
        id: programs[index]?.id,
        status: programs[index]?.expect.status.includes(result.status) ? result.status : 'as expected',
      });
  }
  const after = await settled();

  // Each of the eight may have 4 MiB of output: held as bytes, as text of the result and as the answer's JSON, some of it
  // escaped to several times its size, before garbage is collected. Eight bombs kept whole would be gigabytes.
  expect(most(samples, 'residentBytes') - before.residentBytes).toBeLessThan(atOnce * 32 * mebibyte);
  // Garbage is collected when the runtime finds it worth while: in seven rounds the resident size wandered by 70 MiB.
  expect(after.residentBytes - before.residentBytes).toBeLessThan(128 * mebibyte);
  // One attached connection, one call to the engine, one request and an artifact's file for each, and those of the look.
  expect(most(samples, 'descriptors') - before.descriptors).toBeLessThan(atOnce * 8);
  expect(after.descriptors).toBeLessThanOrEqual(before.descriptors + 4);
  // The programs compete with the server for every processor; a server that copied or parsed floods in one piece would
  // stand still for seconds, and one that did so again and again would show it in most of the looks.
  const delays = samples.map(({ eventLoopMaxSeconds }) => eventLoopMaxSeconds).toSorted((a, b) => a - b);
  expect(delays.at(-1)).toBeLessThan(1.5);
  expect(delays[Math.floor(delays.length / 2)]).toBeLessThan(0.3);
}, 600_000);
