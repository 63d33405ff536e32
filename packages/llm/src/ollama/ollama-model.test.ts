import { afterEach, expect, test } from '@jest/globals';
import {
  createOllamaServer,
  type OllamaServer,
  type OllamaServerOptions,
} from '@sandsmith/test-kit/vendors/ollama-server';
import type { ScriptedReply } from '@sandsmith/test-kit/vendors/scripted-reply';
import type { LanguageModel, ModelEvent, ModelRequest } from '../model-port.ts';
import type { StreamPolicy } from '../stream/stream-policy.ts';
import { createOllamaModel } from './ollama-model.ts';

const request: ModelRequest = {
  model: 'test-model',
  messages: [{ role: 'user', content: 'Say hello.' }],
  task: { role: 'planner', spec: 'x', documents: [] },
};
const signal = new AbortController().signal;
const servers: OllamaServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function begin(
  replies: ScriptedReply | ScriptedReply[],
  { policy, ...options }: Omit<OllamaServerOptions, 'reply'> & { policy?: Partial<StreamPolicy> } = {},
): Promise<{ server: OllamaServer; model: LanguageModel; url: string }> {
  const list = Array.isArray(replies) ? replies : [replies];
  const reply = (_request: unknown, index: number) => list[Math.min(index, list.length - 1)] ?? {};
  const server = createOllamaServer({ reply, ...options });
  servers.push(server);
  const { url } = await server.start();
  return {
    server,
    url,
    model: createOllamaModel({ baseUrl: url, source: 'environment' }, { retryBaseMs: 5, ...policy }),
  };
}

async function collect(
  model: LanguageModel,
  asked: ModelRequest,
  abort: AbortSignal = signal,
): Promise<ModelEvent[]> {
  const events: ModelEvent[] = [];
  for await (const event of model.stream(asked, { signal: abort })) events.push(event);
  return events;
}

test('an answer comes in order, with usage, without thoughts, under a schema and a context that fits', async () => {
  const text = 'Hello, wörld 🦉! '.repeat(10);
  const { server, model } = await begin({
    text,
    chunkLength: 5,
    reasoning: 'Hm…',
    usage: { inputTokens: 7, outputTokens: 9 },
  });
  const schema = { type: 'object' };
  const events = await collect(model, {
    ...request,
    output: { name: 'x', schema },
    temperature: 0,
    maxOutputTokens: 100,
  });
  const usage = { inputTokens: 7, outputTokens: 9, costUsd: 0 };
  expect(events.slice(-2)).toEqual([
    { type: 'usage', usage },
    { type: 'finish', reason: 'stop', text, usage },
  ]);
  expect(server.chats[0]).toMatchObject({
    format: schema,
    options: { num_ctx: 8_192, num_predict: 100, temperature: 0 },
  });
});

test('a long request gets a larger context, up to what the model was made for, and then a clear refusal', async () => {
  const { server, model } = await begin(
    { text: 'x' },
    { models: [{ name: 'test-model:latest', contextTokens: 32_768 }] },
  );
  const long = (length: number) => ({
    ...request,
    messages: [{ role: 'user' as const, content: 'x'.repeat(length) }],
  });
  await collect(model, long(40_000));
  await collect(model, long(90_000));
  expect(server.chats.map((chat) => chat.options?.num_ctx)).toEqual([20_480, 32_768]);
  await expect(collect(model, long(200_000))).rejects.toMatchObject({
    code: 'model.request-refused',
    message: expect.stringMatching(/larger context/),
  });
  expect(server.requests.filter(({ path }) => path === '/api/show')).toHaveLength(1);
});

test('a missing model, an absent server and a full memory each say what to do', async () => {
  const { server, model, url } = await begin({
    status: 500,
    error: { message: 'model requires more system memory (9 GiB)' },
  });
  await expect(collect(model, { ...request, model: 'nope' })).rejects.toMatchObject({
    code: 'model.request-refused',
    message: expect.stringContaining('`ollama pull nope`'),
  });
  await expect(collect(model, request)).rejects.toMatchObject({
    isRetryable: false,
    message: expect.stringMatching(/smaller model/),
  });
  await server.close();
  await expect(collect(model, request)).rejects.toMatchObject({
    code: 'model.unavailable',
    isRetryable: true,
    message: expect.stringMatching(`${new URL(url).host} \\(ECONNREFUSED\\).*ollama serve`),
  });
});

test('server errors before the first token are tried again', async () => {
  const { server, model } = await begin([
    { status: 503, rawError: 'busy' },
    { text: 'x', breakAfterChunks: 0 },
    { text: 'ok' },
  ]);
  expect((await collect(model, request)).at(-1)).toMatchObject({ text: 'ok' });
  expect(server.chats).toHaveLength(3);
});

test.each<[string, ScriptedReply]>([
  ['torn', { chunks: ['x', 'y', 'z'], breakAfterChunks: 2 }],
  ['ended early', { chunks: ['x', 'y'], finishReason: null }],
  ['an error line', { chunks: ['x', 'y'], errorAfterChunks: 2 }],
  ['silent', { chunks: ['x', 'y', 'z'], hangAfterChunks: 2 }],
])('trouble in the middle is told and retryable: %s', async (_name, reply) => {
  const { server, model } = await begin(reply, { policy: { idleTimeoutMs: 150 } });
  await expect(collect(model, request)).rejects.toMatchObject({
    code: 'model.unavailable',
    isRetryable: true,
  });
  expect(server.chats).toHaveLength(1);
});

test('abort ends the request with the reason', async () => {
  const { server, model } = await begin({ text: 'x'.repeat(1_000), chunkLength: 5, delayPerChunkMs: 10 });
  const controller = new AbortController();
  setTimeout(() => controller.abort(new Error('cancelled')), 60);
  await expect(collect(model, request, controller.signal)).rejects.toThrow('cancelled');
  const chat = server.requests.find(({ path }) => path === '/api/chat');
  for (let waits = 0; !chat?.wasAborted && waits < 100; waits += 1)
    await new Promise((resolve) => setTimeout(resolve, 10));
  expect(chat?.wasAborted).toBe(true);
});

test('describe lists the local models, and never throws', async () => {
  const { server, model, url } = await begin({});
  expect(await model.describe({ signal })).toMatchObject({
    status: 'ready',
    baseUrl: url,
    defaultModel: 'test-model:latest',
  });
  await server.close();
  expect(await model.describe({ signal })).toMatchObject({
    status: 'unreachable',
    detail: expect.stringMatching(/ollama serve/),
  });
  const empty = await begin({}, { models: [] });
  expect(await empty.model.describe({ signal })).toMatchObject({
    status: 'not-configured',
    detail: expect.stringMatching(/ollama pull/),
  });
});
