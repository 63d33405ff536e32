import { describe, expect, test } from '@jest/globals';
import { startProduct } from '@sandsmith/test-kit/product/start-product';
import { createOllamaServer } from '@sandsmith/test-kit/vendors/ollama-server';
import { createOpenAiServer } from '@sandsmith/test-kit/vendors/openai-server';
import { playScript, sketchPlan } from './builder/scripted-model.ts';
import { readEvents, startBuild, untilStatus } from './vendors/build-through-api.ts';

const brokenProgram = 'print("total:", 1 + "2")\n';
const mendedProgram =
  'from pathlib import Path\n\nPath("output/total.csv").write_text("total\\n3\\n")\nprint("total:", 1 + 2)\n';

/** A first answer whose code fails, sent the way small models send it, and a second that mends it. */
const script = (repair: unknown) =>
  playScript({
    plan: `Here is the plan:\n\`\`\`json\n${JSON.stringify(
      sketchPlan([{ id: 'main', files: ['main.py'], command: 'python3 main.py' }], 'Add numbers'),
    )}\n\`\`\``,
    files: { 'main.py': `\`\`\`python\n${brokenProgram}\`\`\`\n` },
    repairs: [repair],
  });

const diagnosis = 'A number was added to text.';
const repairAsAsked = { diagnosis, files: [{ path: 'main.py', content: mendedProgram }] };
/** What small models send instead: the file alone. */
const repairAsBlock = `${diagnosis}\n\n\`\`\`python\n${mendedProgram}\`\`\`\n`;

/** Each vendor as a server that speaks its wire protocol, and the settings that lead the product there. */
const vendors = [
  {
    provider: 'openai',
    model: 'test-model',
    start: async () => {
      const server = createOpenAiServer({
        reply: script(repairAsAsked),
        apiKey: 'sk-test-key-of-the-vendor',
      });
      const { url } = await server.start();
      return {
        server,
        env: {
          OPENAI_BASE_URL: url,
          OPENAI_API_KEY: 'sk-test-key-of-the-vendor',
          OPENAI_MODEL: 'test-model',
        },
      };
    },
  },
  {
    provider: 'ollama',
    model: 'test-model',
    start: async () => {
      const play = script(repairAsBlock);
      const server = createOllamaServer({
        reply: (request, index) => play({ ...request, stream: true }, index),
      });
      const { url } = await server.start();
      return { server, env: { OLLAMA_BASE_URL: url, OLLAMA_MODEL: 'test-model' } };
    },
  },
];

describe.each(vendors)('$provider', ({ provider, model, start }) => {
  test('a first answer that fails is mended by a second, and the build ends green', async () => {
    const { server, env } = await start();
    const product = await startProduct({ env: { SAMPLE_PROJECT: 'off', ...env } });
    try {
      const { id } = await startBuild(product.client, { spec: 'Add one and two', provider, model });
      const build = await untilStatus(product.client, id);
      expect({ status: build.status, failure: build.failure }).toEqual({
        status: 'succeeded',
        failure: null,
      });
      expect(build.artifacts.map(({ path }) => path)).toEqual(['total.csv']);
      const events = await readEvents(product.client, id);
      expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
      const verdicts = events.flatMap((event) => (event.type === 'command.finished' ? [event.exitCode] : []));
      expect(verdicts).toEqual([1, 0]);
      const repair = events.find((event) => event.type === 'repair.started');
      expect(repair?.lines.join('\n')).toContain('TypeError');
      expect(events.find((event) => event.type === 'repair.proposed')?.diagnosis).toBe(diagnosis);
      expect(server.chats).toHaveLength(3);
      expect(build.usage.inputTokens).toBeGreaterThan(0);
      expect(build.usage.outputTokens).toBeGreaterThan(0);
      expect(JSON.stringify([build, events])).not.toContain('sk-test-key-of-the-vendor');
    } finally {
      await product.close();
      await server.close();
    }
  });
});
