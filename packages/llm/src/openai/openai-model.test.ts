import { afterEach, describe, expect, test } from '@jest/globals';
import { isSandsmithError } from '@sandsmith/foundation/errors';
import {
  createOpenAiServer,
  type OpenAiServer,
  type OpenAiServerOptions,
} from '@sandsmith/test-kit/vendors/openai-server';
import type { ScriptedReply } from '@sandsmith/test-kit/vendors/scripted-reply';
import type { LanguageModel, ModelEvent, ModelRequest } from '../model-port.ts';
import type { StreamPolicy } from '../stream/stream-policy.ts';
import { createOpenAiModel } from './openai-model.ts';

const apiKey = 'sk-test-1234567890abcdef';
const schema = {
  type: 'object',
  properties: { title: { type: 'string', minLength: 1 } },
  required: ['title'],
  additionalProperties: false,
};
const request: ModelRequest = {
  model: 'test-model',
  messages: [{ role: 'user', content: 'Say hello in forty characters, please ok' }],
  task: { role: 'planner', spec: 'x', documents: [] },
};
const withOutput: ModelRequest = { ...request, output: { name: 'build_plan', schema } };

const servers: OpenAiServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function begin(
  replies: ScriptedReply | ScriptedReply[] | OpenAiServerOptions['reply'],
  options: Omit<OpenAiServerOptions, 'reply'> & { policy?: Partial<StreamPolicy>; key?: string | null } = {},
): Promise<{ server: OpenAiServer; model: LanguageModel; url: string }> {
  const { policy, key = apiKey, ...serverOptions } = options;
  const reply =
    typeof replies === 'function' ? replies : scripted(Array.isArray(replies) ? replies : [replies]);
  const server = createOpenAiServer({ reply, apiKey: key === null ? undefined : apiKey, ...serverOptions });
  servers.push(server);
  const { url } = await server.start();
  const settings = { apiKey: key ?? undefined, baseUrl: url, source: 'environment' as const };
  return { server, url, model: createOpenAiModel(settings, { retryBaseMs: 5, ...policy }) };
}

function scripted(replies: ScriptedReply[]): OpenAiServerOptions['reply'] {
  return (_request, index) => replies[Math.min(index, replies.length - 1)] ?? {};
}

async function collect(
  model: LanguageModel,
  asked: ModelRequest,
  signal?: AbortSignal,
): Promise<ModelEvent[]> {
  const events: ModelEvent[] = [];
  for await (const event of model.stream(asked, { signal: signal ?? new AbortController().signal }))
    events.push(event);
  return events;
}

async function fail(
  model: LanguageModel,
  asked: ModelRequest = request,
): Promise<{ error: unknown; events: ModelEvent[] }> {
  const events: ModelEvent[] = [];
  try {
    for await (const event of model.stream(asked, { signal: new AbortController().signal }))
      events.push(event);
  } catch (error) {
    return { error, events };
  }
  throw new Error(`the stream should have failed, but sent ${JSON.stringify(events)}`);
}

describe('an answer', () => {
  test('comes in order, ends with one finish, and carries usage and the key', async () => {
    const text = 'Hello, wörld 🦉! '.repeat(20);
    const { server, model } = await begin({
      text,
      chunkLength: 7,
      usage: { inputTokens: 11, outputTokens: 22 },
    });
    const events = await collect(model, request);
    const deltas = events.filter((event) => event.type === 'text.delta');
    expect(deltas.length).toBeGreaterThan(10);
    expect(deltas.map((event) => event.text).join('')).toBe(text);
    const usage = { inputTokens: 11, outputTokens: 22, costUsd: 0 };
    expect(events.slice(deltas.length)).toEqual([
      { type: 'usage', usage },
      { type: 'finish', reason: 'stop', text, usage },
    ]);
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]).toMatchObject({ path: '/v1/chat/completions', sentKey: 'expected' });
    expect(server.chats[0]).toEqual({
      model: 'test-model',
      messages: request.messages,
      stream: true,
      stream_options: { include_usage: true },
    });
  });

  test('thoughts are not part of it', async () => {
    const { model } = await begin({ reasoning: 'Let me think…', text: 'Yes.' });
    expect((await collect(model, request)).at(-1)).toMatchObject({ text: 'Yes.' });
  });

  test('an empty one ends well', async () => {
    const { model } = await begin({ text: '' });
    expect((await collect(model, request)).map((event) => event.type)).toEqual(['usage', 'finish']);
  });

  test.each([
    ['length', 'length'],
    ['content_filter', 'content-filter'],
    ['tool_calls', 'other'],
  ])('finish reason %s', async (finishReason, reason) => {
    const { model } = await begin({ text: 'x', finishReason });
    expect((await collect(model, request)).at(-1)).toMatchObject({ reason });
  });

  test('without usage from the server it is estimated', async () => {
    const { model } = await begin({ text: 'x'.repeat(80), usage: null });
    expect((await collect(model, request)).at(-1)).toMatchObject({
      usage: { inputTokens: 10, outputTokens: 20 },
    });
  });

  test('its cost is counted where the price is known', async () => {
    const { server, model } = await begin(
      { text: 'x', usage: { inputTokens: 1_000_000, outputTokens: 1_000_000 } },
      { models: ['gpt-4o'] },
    );
    // The server is on this machine, where models are free whatever they are called.
    expect((await collect(model, { ...request, model: 'gpt-4o' })).at(-1)).toMatchObject({
      usage: { costUsd: 0 },
    });
    expect(server.chats).toHaveLength(1);
  });

  test('a server without keys is sent none, even where the environment holds one', async () => {
    const before = process.env['OPENAI_API_KEY'];
    process.env['OPENAI_API_KEY'] = 'sk-from-the-environment';
    try {
      const { server, model } = await begin({ text: 'x' }, { key: null });
      await collect(model, request);
      expect(server.requests[0]).toMatchObject({ sentKey: 'none' });
    } finally {
      if (before === undefined) delete process.env['OPENAI_API_KEY'];
      else process.env['OPENAI_API_KEY'] = before;
    }
  });
});

describe('what a server does not understand is left out, and that is remembered', () => {
  test('a schema is sent in strict mode as that mode takes it', async () => {
    const { server, model } = await begin({ text: '{"title":"x"}' });
    await collect(model, withOutput);
    expect(server.chats[0]?.response_format).toEqual({
      type: 'json_schema',
      json_schema: {
        name: 'build_plan',
        strict: true,
        schema: { ...schema, properties: { title: { type: 'string' } } },
      },
    });
  });

  test('json_schema refused: json_object with the schema in words; the second request asks that way at once', async () => {
    const { server, model } = await begin({ text: '{}' }, { refuses: ['json_schema'] });
    await collect(model, withOutput);
    await collect(model, withOutput);
    expect(server.requests).toHaveLength(3);
    expect(server.chats.map((chat) => chat.response_format)).toEqual([
      { type: 'json_object' },
      { type: 'json_object' },
    ]);
    expect(server.chats[0]?.messages[0]).toMatchObject({
      role: 'system',
      content: expect.stringContaining('"title"'),
    });
  });

  test('every format refused: words alone', async () => {
    const { server, model } = await begin({ text: '{}' }, { refuses: ['json_schema', 'json_object'] });
    await collect(model, {
      ...withOutput,
      messages: [{ role: 'system', content: 'Be brief.' }, ...request.messages],
    });
    expect(server.chats).toHaveLength(1);
    expect(server.chats[0]?.response_format).toBeUndefined();
    expect(server.chats[0]?.messages.filter((message) => message.role === 'system')).toHaveLength(1);
    expect(server.chats[0]?.messages[0]?.content).toMatch(/^Be brief\.[\s\S]*JSON schema/);
  });

  test('stream_options, max_tokens and temperature refused together', async () => {
    const { server, model } = await begin(
      { text: 'ok' },
      { refuses: ['temperature', 'max_tokens', 'stream_options'] },
    );
    const events = await collect(model, { ...withOutput, temperature: 0.2, maxOutputTokens: 500 });
    expect(events.at(-1)).toMatchObject({ text: 'ok' });
    expect(server.chats[0]).toMatchObject({ response_format: { type: 'json_schema' } });
    for (const name of ['temperature', 'max_tokens', 'stream_options'])
      expect(server.chats[0]).not.toHaveProperty(name);
  });

  test('max_completion_tokens refused: max_tokens', async () => {
    const { server, model } = await begin(
      { text: 'ok' },
      { refuses: ['max_completion_tokens'], models: ['o3-mini'] },
    );
    await collect(model, { ...request, model: 'o3-mini', temperature: 0, maxOutputTokens: 500 });
    expect(server.chats[0]).toMatchObject({ max_tokens: 500 });
    expect(server.chats[0]).not.toHaveProperty('temperature');
  });

  test('a refusal without a reason: the optional parts are left out one by one', async () => {
    const { server, model } = await begin(({ response_format, stream_options }) =>
      response_format || stream_options ? { status: 422, rawError: '{"detail":[]}' } : { text: 'ok' },
    );
    expect((await collect(model, withOutput)).at(-1)).toMatchObject({ text: 'ok' });
    expect(server.chats).toHaveLength(4);
  });
});

describe('trouble before the first token', () => {
  test('429 is tried again after the pause that the server asks for', async () => {
    const limited = { status: 429, headers: { 'retry-after': '0.2' }, error: { message: 'slow down' } };
    const { server, model } = await begin([limited, { text: 'ok' }]);
    const startedMs = performance.now();
    expect((await collect(model, request)).at(-1)).toMatchObject({ text: 'ok' });
    expect(performance.now() - startedMs).toBeGreaterThanOrEqual(195);
    expect(server.chats).toHaveLength(2);
  });

  test('a pause longer than bearable, and a quota used up, are not waited for', async () => {
    const { server, model } = await begin({ status: 429, headers: { 'retry-after': '3600' } });
    expect((await fail(model)).error).toMatchObject({ code: 'model.rate-limited', isRetryable: true });
    expect(server.chats).toHaveLength(1);
    await server.close();
    const second = await begin({ status: 429, error: { message: 'quota', code: 'insufficient_quota' } });
    expect((await fail(second.model)).error).toMatchObject({
      code: 'model.rate-limited',
      isRetryable: false,
    });
    expect(second.server.chats).toHaveLength(1);
  });

  test('server errors are tried again, then told', async () => {
    const { server, model } = await begin([
      { status: 503 },
      { status: 500, rawError: '<html>' },
      { text: 'ok' },
    ]);
    expect((await collect(model, request)).at(-1)).toMatchObject({ text: 'ok' });
    expect(server.chats).toHaveLength(3);
    await server.close();
    const second = await begin({ status: 500 }, { policy: { attempts: 3 } });
    expect((await fail(second.model)).error).toMatchObject({ code: 'model.unavailable', isRetryable: true });
    expect(second.server.chats).toHaveLength(3);
  });

  test('a connection torn before the first token is tried again', async () => {
    const { server, model } = await begin([{ text: 'x', breakAfterChunks: 0 }, { text: 'ok' }]);
    expect((await collect(model, request)).filter((event) => event.type === 'text.delta')).toHaveLength(1);
    expect(server.chats).toHaveLength(2);
  });

  test('nobody there', async () => {
    const { server, model, url } = await begin({ text: 'x' });
    await server.close();
    const { error } = await fail(model);
    expect(error).toMatchObject({ code: 'model.unavailable', isRetryable: true });
    expect(error).toMatchObject({
      message: expect.stringMatching(`${new URL(url).host}.*ECONNREFUSED.*OPENAI_BASE_URL`),
    });
  });

  test('no first byte in time', async () => {
    const { server, model } = await begin(
      { text: 'x', firstDelayMs: 5_000 },
      { policy: { firstByteTimeoutMs: 100 } },
    );
    expect((await fail(model)).error).toMatchObject({ code: 'model.unavailable', isRetryable: true });
    expect(server.chats).toHaveLength(1);
  });
});

describe('trouble after the first token is told, not tried again', () => {
  test.each<[string, ScriptedReply]>([
    ['torn', { text: 'x'.repeat(100), chunkLength: 10, breakAfterChunks: 3 }],
    ['ended without a finish reason', { chunks: ['x', 'y', 'z'], finishReason: null }],
    [
      'an error in the stream',
      { chunks: ['x', 'y', 'z'], errorAfterChunks: 3, error: { message: 'overloaded' } },
    ],
    ['silent for too long', { chunks: ['x', 'y', 'z', 'w'], hangAfterChunks: 3 }],
  ])('%s', async (_name, reply) => {
    const { server, model } = await begin(reply, { policy: { idleTimeoutMs: 150 } });
    const { error, events } = await fail(model);
    expect(error).toMatchObject({ code: 'model.unavailable', isRetryable: true });
    expect(events).toHaveLength(3);
    expect(server.chats).toHaveLength(1);
  });
});

describe('refusals', () => {
  test('a wrong key: said so without the key', async () => {
    const { server, model } = await begin({ text: 'x' }, { key: 'sk-wrong-abcdefghijk' });
    const { error } = await fail(model);
    expect(error).toMatchObject({ code: 'model.authentication-failed', isRetryable: false });
    expect(server.requests).toHaveLength(1);
  });

  test('the key is in no part of an error, though the server repeats it', async () => {
    const { model } = await begin(
      { status: 500, error: { message: `Upstream refused ${apiKey} today` } },
      { policy: { attempts: 1 } },
    );
    const { error } = await fail(model);
    if (!isSandsmithError(error)) throw error;
    const everything = `${error.stack} ${JSON.stringify(error)} ${JSON.stringify(error.details)} ${error.cause instanceof Error ? `${error.cause.stack} ${JSON.stringify(error.cause)}` : ''}`;
    expect(everything).toContain('Upstream refused [key] today');
    expect(everything).not.toContain(apiKey);
  });

  test('an unknown model, and a request too long, each with what to do', async () => {
    const { model } = await begin({ text: 'x' });
    expect((await fail(model, { ...request, model: 'nope' })).error).toMatchObject({
      code: 'model.request-refused',
      message: expect.stringMatching(/has no model nope/),
    });
    const message = "This model's maximum context length is 8192 tokens. However, you requested 9000.";
    const long = await begin({ status: 400, error: { message, code: 'context_length_exceeded' } });
    expect((await fail(long.model, withOutput)).error).toMatchObject({
      code: 'model.request-refused',
      message: expect.stringMatching(/larger context/),
    });
    expect(long.server.chats).toHaveLength(1);
  });

  test('without a key and an address nothing is sent', async () => {
    const model = createOpenAiModel({ source: 'none' });
    expect((await fail(model)).error).toMatchObject({ code: 'model.not-configured' });
    expect(await model.describe({ signal: new AbortController().signal })).toMatchObject({
      status: 'not-configured',
    });
  });
});

describe('abort', () => {
  test('in the middle: rejects with the reason, and the server sees the client go', async () => {
    const { server, model } = await begin({ text: 'x'.repeat(1_000), chunkLength: 10, delayPerChunkMs: 10 });
    const controller = new AbortController();
    const reason = new Error('the person cancelled');
    let deltas = 0;
    const run = async (): Promise<void> => {
      for await (const event of model.stream(request, { signal: controller.signal })) {
        expect(event.type).toBe('text.delta');
        deltas += 1;
        if (deltas === 3) controller.abort(reason);
      }
    };
    await expect(run()).rejects.toBe(reason);
    expect(deltas).toBe(3);
    for (let waits = 0; !server.requests[0]?.wasAborted && waits < 100; waits += 1)
      await new Promise((resolve) => setTimeout(resolve, 10));
    expect(server.requests[0]?.wasAborted).toBe(true);
  });

  test('while waiting for the first byte, and before the start', async () => {
    const { server, model } = await begin({ text: 'x', firstDelayMs: 10_000 });
    await expect(collect(model, request, AbortSignal.timeout(50))).rejects.toMatchObject({
      name: 'TimeoutError',
    });
    await expect(collect(model, request, AbortSignal.abort('no'))).rejects.toBe('no');
    expect(server.chats).toHaveLength(1);
  });

  test('a reader that stops reading ends the request', async () => {
    const { server, model } = await begin({ text: 'x'.repeat(1_000), chunkLength: 10, delayPerChunkMs: 10 });
    for await (const _event of model.stream(request, { signal: new AbortController().signal })) break;
    for (let waits = 0; !server.requests[0]?.wasAborted && waits < 100; waits += 1)
      await new Promise((resolve) => setTimeout(resolve, 10));
    expect(server.requests[0]?.wasAborted).toBe(true);
  });
});

describe('describe', () => {
  const signal = new AbortController().signal;

  test('lists the models for chat, the first one as default', async () => {
    const { model, url } = await begin(
      {},
      { models: ['b-model', 'gpt-4o', 'text-embedding-3-small', 'a-model'] },
    );
    const provider = await model.describe({ signal });
    expect(provider).toMatchObject({
      status: 'ready',
      baseUrl: url,
      defaultModel: 'a-model',
      source: 'environment',
    });
    expect(provider.models.map(({ id }) => id)).toEqual(['a-model', 'b-model', 'gpt-4o']);
    expect(JSON.stringify(provider)).not.toContain(apiKey);
  });

  test('a wrong key and an absent server are told, not thrown', async () => {
    const { server, model } = await begin({}, { key: 'sk-wrong-abcdefghijk' });
    expect(await model.describe({ signal })).toMatchObject({
      status: 'not-configured',
      detail: expect.stringMatching(/refused the key/),
    });
    await server.close();
    expect(await model.describe({ signal })).toMatchObject({
      status: 'unreachable',
      detail: expect.stringMatching(/ECONNREFUSED/),
    });
  });
});
