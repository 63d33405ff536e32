import { expect, test } from '@jest/globals';
import { factsOf } from './capabilities.ts';
import { usageWithCost } from './cost.ts';

test.each([
  ['gpt-4o', 128_000, 2.5, true],
  ['gpt-4o-mini-2024-07-18', 128_000, 0.15, true],
  ['openai/gpt-4.1-mini', 1_047_576, 0.4, true],
  ['gpt-5-mini', 400_000, 0.25, false],
  ['o3-mini', 200_000, 1.1, false],
  ['anthropic/claude-sonnet-4-5', 200_000, 3, true],
  ['llama3.2:3b', 131_072, undefined, true],
  ['meta-llama/Llama-3.3-70B-Instruct', 131_072, undefined, true],
  ['qwen2.5-coder:7b', 32_768, undefined, true],
  ['gemma3:4b', 131_072, undefined, true],
  ['phi4', 16_384, undefined, true],
])('%s is known', (name, contextTokens, inputPrice, takesTemperature) => {
  const facts = factsOf(name, { isLocal: false });
  expect(facts).toMatchObject({
    isKnown: true,
    takesTemperature,
    capabilities: { contextTokens, isLocal: false },
  });
  expect(facts.price?.inputPerMillionUsd).toBe(inputPrice);
});

test('an unknown name gets careful values, and a local model costs nothing', () => {
  expect(factsOf('who-knows', { isLocal: false })).toMatchObject({ isKnown: false, price: null });
  expect(factsOf('gpt-4o', { isLocal: true })).toMatchObject({
    price: null,
    capabilities: { isLocal: true },
  });
});

test('cost is tokens times price', () => {
  const price = { inputPerMillionUsd: 2, outputPerMillionUsd: 8 };
  expect(usageWithCost({ inputTokens: 500_000, outputTokens: 250_000 }, price).costUsd).toBe(3);
  expect(usageWithCost({ inputTokens: 5, outputTokens: 5 }, null).costUsd).toBe(0);
});
