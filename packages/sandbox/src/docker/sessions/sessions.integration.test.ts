import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '@sandsmith/foundation/ids';
import { silentLogger } from '@sandsmith/foundation/logger';
import { startCutProxy } from '../../conformance/cut-proxy.ts';
import { describeEgress } from '../../conformance/egress-conformance.ts';
import { createSandboxHarness } from '../../conformance/sandbox-harness.ts';
import { openSession } from '../../conformance/session-harness.ts';
import { describeSessions } from '../../conformance/sessions-conformance.ts';
import { defaultImagesDirectory } from '../../languages/image-folders.ts';
import type { SandboxSessionRequest } from '../../sandbox-port.ts';
import { buildImages } from '../build-images.ts';
import { createDockerSandbox } from '../docker-sandbox.ts';
import { addressOf, createEngine, labels } from '../engine.ts';

const request: SandboxSessionRequest = {
  sessionId: newId(),
  ownerId: 'owner',
  language: 'bash',
  files: [],
  network: 'none',
};

const instanceId = `test-${newId()}`;
const engine = createEngine();
const options = { logger: silentLogger, instanceId, imagesDirectory: defaultImagesDirectory, poolSize: 0 };

async function leftovers(): Promise<string[]> {
  const filters = { label: [`${labels.instance}=${instanceId}`] };
  return (await engine.listContainers({ all: true, filters })).map(({ Id }) => Id);
}

describe('sandbox docker', () => {
  const harness = createSandboxHarness();

  beforeAll(async () => {
    const languages = ['bash', 'javascript', 'python'];
    await buildImages({ languages, onProgress: () => {}, signal: AbortSignal.timeout(600_000) });
    await harness.start(async () => {
      const sandbox = createDockerSandbox(options);
      return { sandbox, leftovers, close: () => sandbox.close() };
    });
  }, 600_000);
  afterAll(async () => {
    expect(await leftovers()).toEqual([]);
    await harness.stop();
  });
  describeSessions(harness);
  test('a container that somebody else stops ends its session', async () => {
    const session = await openSession(harness);
    const process = await session.start({ command: ['sleep', '60'] });
    const [newest = ''] = await leftovers();
    await engine.getContainer(newest).kill();
    expect(await session.ended).toBe('stopped');
    expect(await process.exited).toEqual({ exitCode: null, signal: null });
    await expect(session.listFiles()).rejects.toMatchObject({ code: 'session.ended' });
    expect(await leftovers()).not.toContain(newest);
  });

  test('an engine that goes away ends its sessions; what is left of them goes when it is back', async () => {
    const proxy = await startCutProxy({ socketPath: new URL(await addressOf(engine)).pathname });
    const sandbox = createDockerSandbox({ ...options, engineHost: proxy.host });
    try {
      const session = await sandbox.openSession(request, { signal: AbortSignal.timeout(60_000) });
      const process = await session.start({ command: ['sleep', '60'] });
      proxy.cut();
      expect(await session.ended).toBe('engine-lost');
      expect(await process.exited).toEqual({ exitCode: null, signal: null });
      const reopened = sandbox.openSession(request, { signal: AbortSignal.timeout(60_000) });
      await expect(reopened).rejects.toMatchObject({ code: 'sandbox.unavailable' });
      expect(await leftovers()).toHaveLength(1);
      proxy.restore();
    } finally {
      await sandbox.close();
      await proxy.close();
    }
    expect(await leftovers()).toEqual([]);
  });

  test('the internet is refused where the administrator has not allowed it', async () => {
    await expect(openSession(harness, { network: 'internet' })).rejects.toMatchObject({
      code: 'run.network-forbidden',
    });
  });
  describeEgress(harness);
});
