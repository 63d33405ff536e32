import { expect, test } from '@jest/globals';
import { delay } from '@sandsmith/foundation/delay';
import { spawnProduct } from '@sandsmith/test-kit/product/spawn-product';
import { createOpenAiServer } from '@sandsmith/test-kit/vendors/openai-server';
import { playScript, readRequest, sketchPlan } from './builder/scripted-model.ts';
import { readEvents, startBuild, untilStatus } from './vendors/build-through-api.ts';

const plan = sketchPlan([
  { id: 'first', files: ['first.py'], command: 'python3 first.py' },
  { id: 'second', dependsOn: ['first'], files: ['second.py'], command: 'python3 second.py' },
  { id: 'third', dependsOn: ['second'], files: ['third.py'], command: 'python3 third.py' },
]);

test('kill -9 of the server in the middle of a build: started again, it ends green and repeats nothing', async () => {
  const vendor = createOpenAiServer({
    reply: playScript({
      plan,
      files: {
        'first.py': 'print("one")\n',
        'second.py': 'import time\n\ntime.sleep(4)\nprint("two")\n',
        'third.py': 'print("three")\n',
      },
    }),
  });
  const { url } = await vendor.start();
  const env = {
    SAMPLE_PROJECT: 'off',
    OPENAI_BASE_URL: url,
    OPENAI_API_KEY: 'key',
    OPENAI_MODEL: 'test-model',
  };
  const product = await spawnProduct({ env });
  try {
    const { id } = await startBuild(product.client, {
      spec: 'Count to three',
      provider: 'openai',
      model: 'test-model',
    });
    for (;;) {
      const events = await readEvents(product.client, id);
      if (events.some((event) => event.type === 'command.started' && event.stepId === 'second')) break;
      await delay(50);
    }
    await product.kill();
    await product.restart();
    const build = await untilStatus(product.client, id);
    expect({ status: build.status, failure: build.failure }).toEqual({ status: 'succeeded', failure: null });
    const events = await readEvents(product.client, id);
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
    const started = events.flatMap((event) => (event.type === 'command.started' ? [event.stepId] : []));
    // The finished step was not run again; the one that was cut off was.
    expect(started).toEqual(['first', 'second', 'second', 'third']);
    const asked = vendor.chats.map((chat) => readRequest(chat).path ?? readRequest(chat).role);
    expect(asked).toEqual(['planner', 'first.py', 'second.py', 'third.py']);
  } finally {
    await product.close();
    await vendor.close();
  }
});
