import { expect, test } from '@jest/globals';
import { z } from 'zod';
import type { LanguageModel, ModelRequest } from '../model-port.ts';
import { generateStructured } from './generate-structured.ts';

const schema = z.strictObject({ title: z.string(), count: z.int() });
const request: ModelRequest = {
  model: 'm',
  messages: [{ role: 'user', content: 'go' }],
  task: { role: 'planner', spec: 'x', documents: [] },
};
const signal = new AbortController().signal;

function answering(texts: string[]): { model: LanguageModel; asked: ModelRequest[] } {
  const asked: ModelRequest[] = [];
  const usage = { inputTokens: 10, outputTokens: 5, costUsd: 0.5 };
  const model: LanguageModel = {
    provider: 'openai',
    async *stream(received) {
      const text = texts[Math.min(asked.length, texts.length - 1)] ?? '';
      asked.push(received);
      for (const piece of text.match(/[\s\S]{1,4}/g) ?? []) yield { type: 'text.delta', text: piece };
      yield { type: 'finish', reason: 'stop', text, usage };
    },
    describe: () => Promise.reject(new Error('not asked for')),
  };
  return { model, asked };
}

test('a tolerable answer is read at once, its pieces passed on', async () => {
  const text = "```json\n{'title': 'x', 'count': 2,}\n```";
  const { model, asked } = answering([text]);
  let heard = '';
  const answer = await generateStructured({
    model,
    request,
    schema,
    signal,
    onDelta: (piece) => {
      heard += piece;
    },
  });
  expect(answer).toMatchObject({ value: { title: 'x', count: 2 }, attempts: 1, usage: { inputTokens: 10 } });
  expect(heard).toBe(text);
  expect(asked[0]?.output).toMatchObject({ name: 'answer', schema: { type: 'object' } });
});

test('a wrong answer goes back with what is wrong, and usage adds up', async () => {
  const { model, asked } = answering(['sorry', '{"title": 1}', '{"title": "x", "count": 2}']);
  const answer = await generateStructured({ model, request, schema, signal });
  expect(answer).toMatchObject({ attempts: 3, usage: { inputTokens: 30, outputTokens: 15, costUsd: 1.5 } });
  expect(asked[2]?.messages).toHaveLength(3);
  expect(asked[2]?.messages[2]?.content).toMatch(/- title: .*\n- count: /);
});

test('the attempts used up: what was wrong, the beginning, and what it cost', async () => {
  const { model, asked } = answering([`{"title": "${'x'.repeat(900)}"}`]);
  await expect(generateStructured({ model, request, schema, signal, maxAttempts: 2 })).rejects.toMatchObject({
    code: 'model.output-invalid',
    message: expect.stringMatching(/asked 2 times .*count: .*x…$/),
    details: { usage: { inputTokens: 20 }, beginning: expect.stringMatching(/^.{500}$/) },
  });
  expect(asked).toHaveLength(2);
});
