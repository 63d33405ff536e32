import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { RunEvent } from '@sandsmith/contracts/events/run-events';
import { delay } from '@sandsmith/foundation/delay';
import { newId } from '@sandsmith/foundation/ids';
import { silentLogger } from '@sandsmith/foundation/logger';
import { type CutProxy, startCutProxy } from '../conformance/cut-proxy.ts';
import { defaultImagesDirectory } from '../languages/image-folders.ts';
import { runToEnd, type Sandbox, type SandboxRequest } from '../sandbox-port.ts';
import { buildImages } from './build-images.ts';
import { createDockerSandbox } from './docker-sandbox.ts';
import type { DockerSandboxOptions } from './docker-sandbox-options.ts';
import { addressOf, createEngine, labels } from './engine.ts';

const engine = createEngine();
const instanceId = `test-${newId()}`;
const proxies: CutProxy[] = [];
const sandboxes: Sandbox[] = [];
let root = '';

async function proxy(answer?: (request: string) => string | undefined): Promise<CutProxy> {
  const started = await startCutProxy({
    socketPath: new URL(await addressOf(engine)).pathname,
    answer,
  });
  proxies.push(started);
  return started;
}

function sandbox(options: Partial<DockerSandboxOptions>): Sandbox {
  const created = createDockerSandbox({
    logger: silentLogger,
    instanceId,
    imagesDirectory: defaultImagesDirectory,
    poolSize: 0,
    ...options,
  });
  sandboxes.push(created);
  return created;
}

function request(command: string, more: Partial<SandboxRequest> = {}): SandboxRequest {
  return {
    runId: newId(),
    ownerId: 'owner',
    language: 'bash',
    files: [],
    command,
    network: 'none',
    limits: { wallTimeMs: 20_000 },
    artifactsDirectory: path.join(root, 'artifacts'),
    ...more,
  };
}

const go = (target: Sandbox, asked: SandboxRequest, onEvent?: (event: RunEvent) => void) =>
  runToEnd(target.run(asked, { signal: new AbortController().signal }), onEvent);

async function containers(id = instanceId): Promise<string[]> {
  const found = await engine.listContainers({ all: true, filters: { label: [`${labels.instance}=${id}`] } });
  return found.map(({ Id }) => Id);
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const untilMs = Date.now() + 20_000;
  while (!(await isSo())) {
    if (Date.now() > untilMs) throw new Error('it did not become so');
    await delay(100);
  }
}

beforeAll(async () => {
  await buildImages({ languages: ['bash'], onProgress: () => {}, signal: AbortSignal.timeout(600_000) });
  root = await mkdtemp(path.join(os.tmpdir(), 'sandsmith-loss-'));
}, 600_000);

afterEach(async () => {
  await Promise.all(sandboxes.splice(0).map((created) => created.close()));
  await Promise.all(proxies.splice(0).map((started) => started.close()));
});

afterAll(async () => {
  expect(await containers()).toEqual([]);
  await rm(root, { recursive: true, force: true });
});

test('a document that cannot be read to its end ends the run at once, and says so', async () => {
  // A regular file to look at, of which no byte can be read.
  const hostPath = '/proc/self/mem';
  const startedMs = performance.now();
  const result = await go(
    sandbox({}),
    request('true', { files: [{ path: 'data/a.csv', hostPath, readOnly: true }] }),
  );
  expect(result).toMatchObject({ status: 'infrastructure-error' });
  expect(result.message).toContain('could not be read to its end');
  expect(performance.now() - startedMs).toBeLessThan(15_000);
});

describe('an engine that goes away', () => {
  test('ends the run as infrastructure-error, and is used again when it is back', async () => {
    const gate = await proxy();
    const target = sandbox({ engineHost: gate.host });
    await target.start();
    const result = await go(target, request('echo here; sleep 30'), ({ type }) => {
      if (type === 'stdout.delta') gate.cut();
    });
    expect(result).toMatchObject({ status: 'infrastructure-error', exitCode: null, stdout: 'here\n' });
    expect(result.message).toMatch(/Docker/);
    expect(await target.unavailableReason()).toMatch(/could not be reached/);
    const [first] = await target.checks();
    expect(first).toMatchObject({ id: 'sandbox.engine', status: 'fail', remedy: expect.any(String) });
    const away = await go(target, request('true'));
    expect(away).toMatchObject({ status: 'infrastructure-error' });

    gate.restore();
    await delay(3_100);
    expect(await target.unavailableReason()).toBeUndefined();
    expect(await containers()).toEqual([]);
    expect(await go(target, request('echo back'))).toMatchObject({ status: 'succeeded', stdout: 'back\n' });
  });

  test('that falls silent does not hold a run beyond its time', async () => {
    const gate = await proxy();
    const target = sandbox({ engineHost: gate.host });
    const startedMs = Date.now();
    const result = await go(
      target,
      request('echo here; sleep 60', { limits: { wallTimeMs: 1_000 } }),
      (event) => {
        if (event.type === 'stdout.delta') gate.freeze();
      },
    );
    expect(['timed-out', 'infrastructure-error']).toContain(result.status);
    expect(Date.now() - startedMs).toBeLessThan(58_000);
    gate.restore();
  }, 90_000);

  test('takes what stands ready with it: nothing of that is given to a run, and it is made anew', async () => {
    const gate = await proxy();
    const target = sandbox({ engineHost: gate.host, poolSize: 3 });
    for (const name of ['one', 'two'])
      expect(await go(target, request(`echo ${name}`))).toMatchObject({ stdout: `${name}\n` });
    await until(async () => (await containers()).length >= 2);
    gate.cut();
    await delay(100);
    gate.restore();
    expect(await go(target, request('echo back'))).toMatchObject({ status: 'succeeded', stdout: 'back\n' });
    await target.close();
    expect(await containers()).toEqual([]);
  });

  test('that is not there at all: nothing throws, everything says why', async () => {
    const target = sandbox({ engineHost: 'unix:///nonexistent/docker.sock' });
    await target.start();
    expect(await target.unavailableReason()).toMatch(/install Docker and start it, or correct DOCKER_HOST/);
    const statuses = (await target.languages()).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set(['missing']));
    expect(await go(target, request('true'))).toMatchObject({ status: 'infrastructure-error' });
  });
});

describe('an engine that cannot do what is asked', () => {
  test('a missing image is built, and where that fails the run says why', async () => {
    const answer = (body: string) =>
      `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n${body}`;
    const gate = await proxy((text) => {
      if (/^GET \/images\/json/.test(text)) return answer('[]');
      if (/^GET \/images\/sandsmith/.test(text))
        return 'HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n{"message":"no such image"}';
      return text.startsWith('POST /build') ? answer('{"error":"no mirror answers"}\n') : undefined;
    });
    const target = sandbox({ engineHost: gate.host });
    const heard: string[] = [];
    const result = await go(target, request('true'), (event) => {
      if (event.type === 'run.preparing') heard.push(event.message);
    });
    expect(result).toMatchObject({ status: 'infrastructure-error' });
    expect(result.message).toMatch(/image for Bash could not be built.*no mirror answers/);
    expect(heard[0]).toContain('Bash');
    expect(await target.unavailableReason()).toBeUndefined();
  });

  test('documents are copied where the engine does not see them', async () => {
    let refusals = 0;
    const gate = await proxy((text) => {
      if (!text.startsWith('POST /containers/create') || !text.includes('"Type":"bind"')) return undefined;
      refusals += 1;
      return 'HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n{"message":"bind source path does not exist"}';
    });
    const target = sandbox({ engineHost: gate.host });
    const hostPath = path.join(root, 'sales.csv');
    // too large to be copied anyway
    const content = 'a,b\n'.repeat(1_000_000);
    await writeFile(hostPath, content, { mode: 0o644 });
    const files = [{ path: 'data/sales.csv', hostPath, readOnly: true as const }];
    for (const _again of [1, 2]) {
      const result = await go(target, request('wc -c < data/sales.csv', { files }));
      expect(result).toMatchObject({ status: 'succeeded', stdout: `${content.length}\n` });
    }
    expect(refusals).toBe(1);
  });

  test('a runtime that was chosen is tried with a program, which misses none of its limits', async () => {
    const target = sandbox({ runtime: 'runc' });
    expect(await target.unavailableReason()).toBeUndefined();
    const check = (await target.checks()).find(({ id }) => id === 'sandbox.runtime');
    expect(check).toMatchObject({ status: 'pass', detail: 'runc: a program ran in it' });
  });

  test('a runtime that does not work lets nothing run', async () => {
    const target = sandbox({ runtime: 'no-such-runtime' });
    expect(await target.unavailableReason()).toMatch(/no-such-runtime.*SANDBOX_RUNTIME/);
    const result = await go(target, request('echo ran'));
    expect(result).toMatchObject({ status: 'infrastructure-error', stdout: '' });
    expect(result.message).toContain('no-such-runtime');
    const check = (await target.checks()).find(({ id }) => id === 'sandbox.runtime');
    expect(check).toMatchObject({ status: 'fail', remedy: expect.stringContaining('daemon.json') });
  });
});

describe('containers of servers that are gone', () => {
  async function leftover(process: string, host?: string): Promise<string> {
    const probe = sandbox({});
    const images = await probe.languages();
    expect(images.length).toBeGreaterThan(0);
    let own: Record<string, string> = {};
    await go(probe, request('sleep 1'), async ({ type }) => {
      if (type !== 'run.started') return;
      const [id = ''] = await containers();
      own = (await engine.getContainer(id).inspect()).Config.Labels;
    });
    const container = await engine.createContainer({
      Image: 'debian:trixie-slim',
      Cmd: ['sleep', '1'],
      Labels: {
        [labels.run]: newId(),
        [labels.instance]: `${instanceId}-gone`,
        [labels.host]: host ?? own[labels.host] ?? '',
        [labels.process]: process,
      },
    });
    return container.id;
  }

  test('are removed at the start; those of living servers and other machines are not', async () => {
    const dead = await leftover('999999999:1');
    const reused = await leftover('1:123456');
    const foreign = await leftover('999999999:1', 'another-machine');
    try {
      await sandbox({}).start();
      expect(await containers(`${instanceId}-gone`)).toEqual([foreign]);
    } finally {
      for (const id of [dead, reused, foreign]) {
        await engine
          .getContainer(id)
          .remove({ force: true })
          .catch(() => {});
      }
    }
  });

  test('close ends what runs and removes it', async () => {
    const target = sandbox({});
    const started = Promise.withResolvers<void>();
    const running = go(target, request('echo here; sleep 60'), ({ type }) => {
      if (type === 'stdout.delta') started.resolve();
    });
    await started.promise;
    await target.close();
    expect(await running).toMatchObject({
      status: 'infrastructure-error',
      message: expect.stringContaining('stopped'),
    });
    expect(await containers()).toEqual([]);
  });
});
