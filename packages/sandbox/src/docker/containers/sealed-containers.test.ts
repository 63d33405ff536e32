import { PassThrough } from 'node:stream';
import { expect, test } from '@jest/globals';
import { silentLogger } from '@sandsmith/foundation/logger';
import type Docker from 'dockerode';
import { plainShape } from './container-shape.ts';
import { createSealedContainers } from './sealed-containers.ts';

const shape = plainShape('bash:1', { memoryBytes: 1, pids: 1, workBytes: 1, workInodes: 1 });

/** An engine whose containers end with this code; undefined where it does not say. */
function bench(endsWith: number | undefined) {
  const calls: string[] = [];
  const told: { fields: object; message: string }[] = [];
  const container = {
    attach: async () => new PassThrough(),
    async start() {},
    async wait() {
      calls.push('wait');
      if (endsWith === undefined) throw Object.assign(new Error('no such container'), { statusCode: 404 });
      return { StatusCode: endsWith };
    },
    async remove() {
      calls.push('remove');
    },
  };
  const containers = createSealedContainers({
    // the parts of an engine that making and removing use
    engine: { createContainer: async () => container } as unknown as Docker,
    logger: { ...silentLogger, error: (fields, message) => told.push({ fields, message }) },
    instanceId: 'test',
    identity: async () => ({ host: 'here', process: '1:1' }),
    runtime: undefined,
    cpus: 1,
  });
  return { containers, calls, told };
}

test.each([
  ['as its agent said', 3, 3, []],
  [
    'otherwise than its agent said',
    137,
    0,
    [
      {
        fields: { containerId: expect.any(String), found: 137, expected: 0 },
        message: 'a container ended otherwise than its agent had said',
      },
    ],
  ],
  ['of which the engine knows nothing any more', undefined, 0, []],
])(
  'a container that ended %s is removed, and told where the two differ',
  async (_how, endsWith, said, errors) => {
    const { containers, calls, told } = bench(endsWith);
    const container = await containers.open(shape);
    container.expectExit(said);
    expect(calls).toEqual([]);
    container.remove();
    container.remove();
    await containers.settled();
    expect(calls).toEqual(['wait', 'remove']);
    expect(told).toEqual(errors);
    expect([...containers.inUse]).toEqual([]);
  },
);

test('a container whose agent has said nothing is removed without waiting for its end', async () => {
  const { containers, calls } = bench(0);
  (await containers.open(shape)).remove();
  await containers.settled();
  expect(calls).toEqual(['remove']);
});
