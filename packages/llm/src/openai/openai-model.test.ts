import { afterEach, describe, expect, test } from '@jest/globals';
import { begin, closeServers, collect, request, schema, withOutput } from './openai-bench.fixture.ts';

afterEach(closeServers);

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

describe('usage', () => {
  test('is estimated where the server tells none', async () => {
    const { model } = await begin({ text: 'x'.repeat(80), usage: null });
    expect((await collect(model, request)).at(-1)).toMatchObject({
      usage: { inputTokens: 10, outputTokens: 20 },
    });
  });

  test('costs nothing on this machine, also where the price of the model is known', async () => {
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
});

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

describe('what a server does not understand is left out, and that is remembered', () => {
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
