import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type RunResult, runResultSchema } from '@sandsmith/contracts/domain/run';
import { type RunEvent, runEventSchema } from '@sandsmith/contracts/events/run-events';
import { languageListSchema } from '@sandsmith/contracts/http/runs';
import { delay } from '@sandsmith/foundation/delay';
import { createApiClient } from '@sandsmith/test-kit/product/api-client';
import { spawnProduct } from '@sandsmith/test-kit/product/spawn-product';
import { type Product, startProduct } from '@sandsmith/test-kit/product/start-product';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.close());

const bash = (content: string, more: object = {}) => ({
  language: 'bash',
  files: [{ path: 'main.sh', content }],
  ...more,
});
const run = (json: object, query = '') =>
  product.client.call('POST', `/runs${query}`, { json, schema: runResultSchema });

/** The events of a run as they come; `onEvent` may end the reading by aborting. */
async function follow(
  json: object,
  onEvent: (event: RunEvent) => void,
  options: { query?: string; signal?: AbortSignal } = {},
) {
  const response = await product.client.fetch('POST', `/runs${options.query ?? ''}`, {
    json,
    headers: { Accept: 'application/x-ndjson' },
    signal: options.signal,
  });
  expect(response.headers.get('content-type')).toMatch(/^application\/x-ndjson/);
  let rest = '';
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onEvent(runEventSchema.parse(JSON.parse(line)));
  }
}

async function untilFinished(id: string): Promise<RunResult> {
  for (let tries = 0; tries < 100; tries += 1) {
    const { body } = await product.client.request('GET', `/runs/${id}`);
    const result = runResultSchema.safeParse(body);
    if (result.success) return result.data;
    await delay(100);
  }
  throw new Error(`the run ${id} did not finish`);
}

test('languages tell what can run', async () => {
  const { languages } = await product.client.call('GET', '/languages', { schema: languageListSchema });
  expect(languages.map(({ id }) => id)).toEqual(
    expect.arrayContaining(['python', 'javascript', 'typescript', 'bash']),
  );
});

test('a run answers with its result, keeps it, and serves its artifacts by token and by address', async () => {
  const script =
    'read line; echo "$line $1 $NAME"; echo oops >&2; echo "<b>hi</b>" > output/page.html; exit 3';
  const result = await run(bash(script, { stdin: 'in\n', args: ['arg'], env: { NAME: 'env' } }));
  expect(result).toMatchObject({ status: 'failed', exitCode: 3, stdout: 'in arg env\n', stderr: 'oops\n' });
  expect(await product.client.call('GET', `/runs/${result.id}`, { schema: runResultSchema })).toEqual(result);

  const url = result.artifacts[0]?.url ?? '';
  const anyone = createApiClient({ url: product.url });
  const page = await anyone.request('GET', product.url + url);
  expect(page).toMatchObject({ status: 200, body: '<b>hi</b>\n' });
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(page.headers.get('content-security-policy')).toMatch(/^sandbox allow-scripts; default-src 'none'/);
  const path = `/runs/${result.id}/artifacts/page.html`;
  expect((await product.client.request('GET', path)).status).toBe(200);
  expect((await anyone.problem('GET', path)).code).toBe('auth.required');
  const elsewhere = product.url + url.replace('page.html', 'other.html');
  expect((await anyone.problem('GET', elsewhere)).code).toBe('auth.token-invalid');
  expect((await anyone.problem('GET', `${product.url}${url}x`)).code).toBe('auth.token-invalid');
  expect((await product.client.problem('GET', `/runs/${result.id}/artifacts/none`)).code).toBe(
    'artifact.not-found',
  );
});

test('a command runs in place of the entry file, such as the tests of a program', async () => {
  const files = [
    { path: 'double.py', content: 'def double(x):\n    return 2 * x\n' },
    {
      path: 'test_double.py',
      content: 'from double import double\n\ndef test_double():\n    assert double(2) == 5\n',
    },
  ];
  const result = await run({ language: 'python', files, command: 'pytest -q' });
  expect(result).toMatchObject({ status: 'failed', phase: 'run', exitCode: 1 });
  expect(result.stdout).toMatch(/test_double\.py:4: AssertionError[\s\S]*1 failed/);
});

test('a run streams its events as they happen', async () => {
  const times: number[] = [];
  const events: RunEvent[] = [];
  await follow(bash('echo one; sleep 1; echo two'), (event) => {
    events.push(event);
    if (event.type === 'stdout.delta') times.push(performance.now());
  });
  expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(500);
  expect(events.at(-1)).toMatchObject({
    type: 'run.finished',
    result: { stdout: 'one\ntwo\n', status: 'succeeded' },
  });
});

describe('ending a run', () => {
  test('by DELETE, which answers with the result', async () => {
    let deleted: Promise<unknown> | undefined;
    let last: RunEvent | undefined;
    await follow(bash('echo begun; sleep 60'), (event) => {
      last = event;
      if (event.type === 'run.started') deleted = product.client.request('DELETE', `/runs/${event.id}`);
    });
    expect(await deleted).toMatchObject({ status: 200, body: { status: 'cancelled' } });
    expect(last).toMatchObject({ type: 'run.finished', result: { status: 'cancelled' } });
  });

  test('by going away, unless it was asked to go on', async () => {
    for (const [query, status] of [
      ['', 'cancelled'],
      ['?onDisconnect=continue', 'succeeded'],
    ] as const) {
      const controller = new AbortController();
      let id = '';
      await follow(
        bash('echo begun; sleep 2'),
        (event) => {
          if (event.type === 'run.started') id = event.id;
          if (event.type === 'stdout.delta') controller.abort();
        },
        { query, signal: controller.signal },
      ).catch(() => undefined);
      expect(await untilFinished(id)).toMatchObject({ status });
    }
  });
});

describe('what cannot run', () => {
  const refused: [string, object, number, string][] = [
    ['an unknown language', { ...bash('x'), language: 'cobol' }, 422, 'run.language-unknown'],
    ['an entry that is no file', bash('x', { entry: 'other.sh' }), 400, 'request.invalid'],
    ['a path upwards', { language: 'bash', files: [{ path: '../x', content: '' }] }, 400, 'request.invalid'],
    ['no file', { language: 'bash', files: [] }, 400, 'request.invalid'],
    ['too much memory', bash('x', { limits: { memoryBytes: 2 ** 40 } }), 400, 'request.invalid'],
    ['an unknown network', bash('x', { network: 'host' }), 400, 'request.invalid'],
    ['a strange variable', bash('x', { env: { 'A=B': 'c' } }), 400, 'request.invalid'],
  ];
  test.each(refused)('%s', async (_what, json, status, code) => {
    expect(await product.client.problem('POST', '/runs', { json })).toMatchObject({ status, code });
  });

  test('the same file twice', async () => {
    const [file] = bash('x').files;
    const { issues } = await product.client.problem('POST', '/runs', {
      json: { language: 'bash', files: [file, file] },
    });
    expect(issues).toEqual([{ path: 'files.1.path', message: 'is given twice' }]);
  });
});

test('without an engine, runs are refused with the reason and everything else works', async () => {
  const env = { DOCKER_HOST: 'unix:///nowhere/docker.sock' };
  const without = await spawnProduct({ env });
  try {
    expect(await without.client.problem('POST', '/runs', { json: bash('x') })).toMatchObject({
      status: 503,
      code: 'sandbox.unavailable',
    });
    expect((await without.client.request('GET', '/projects')).status).toBe(200);
    expect((await without.client.request('GET', '/system/health')).body).toMatchObject({ status: 'fail' });
  } finally {
    await without.close();
  }
});
