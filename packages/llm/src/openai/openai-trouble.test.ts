import { afterEach, describe, expect, test } from '@jest/globals';
import { isSandsmithError } from '@sandsmith/foundation/errors';
import type { ScriptedReply } from '@sandsmith/test-kit/vendors/scripted-reply';
import { apiKey, begin, closeServers, collect, fail, request, withOutput } from './openai-bench.fixture.ts';
import { createOpenAiModel } from './openai-model.ts';

afterEach(closeServers);

describe('limits of the vendor', () => {
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
});

describe('trouble before the first token', () => {
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
