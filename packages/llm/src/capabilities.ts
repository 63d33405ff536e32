import type { Model, ModelCapabilities } from '@sandsmith/contracts/domain/provider';

/** What is known of a family of models. Patterns match the name without a vendor's prefix and a tag's suffix. */
export interface ModelFacts {
  capabilities: ModelCapabilities;
  price: Model['price'];
  /** Reasoning models refuse a temperature. */
  takesTemperature: boolean;
  /** False: nothing is known of this name; the values are careful guesses. */
  isKnown: boolean;
}

interface Row {
  pattern: RegExp;
  contextTokens: number;
  maxOutputTokens: number;
  structuredOutput: ModelCapabilities['structuredOutput'];
  /** US dollars per million tokens, input and output, at the vendor's own endpoint. */
  price?: [number, number];
  isReasoning?: boolean;
}

type Format = Row['structuredOutput'];

function row(
  pattern: RegExp,
  contextTokens: number,
  maxOutputTokens: number,
  structuredOutput: Format,
  more: Pick<Row, 'price' | 'isReasoning'> = {},
): Row {
  return { pattern, contextTokens, maxOutputTokens, structuredOutput, ...more };
}

/**
 * First match counts, so the special stands before the general. Prices: the vendors' public price lists
 * (openai.com/api/pricing, anthropic.com/pricing, ai.google.dev/pricing), list price without discounts for
 * caching or batches, as of 2025-11; they only feed the cost shown to a person and the budget.
 */
const rows: readonly Row[] = [
  // OpenAI: platform.openai.com/docs/models
  row(/^gpt-5[\w.]*-pro/, 400_000, 128_000, 'json-schema', { price: [15, 120], isReasoning: true }),
  row(/^gpt-5[\w.]*-chat/, 128_000, 16_384, 'json-schema', { price: [1.25, 10] }),
  row(/^gpt-5[\w.]*-mini/, 400_000, 128_000, 'json-schema', { price: [0.25, 2], isReasoning: true }),
  row(/^gpt-5[\w.]*-nano/, 400_000, 128_000, 'json-schema', { price: [0.05, 0.4], isReasoning: true }),
  row(/^gpt-5(\.1)?(-codex)?(-\d{4}|$)/, 400_000, 128_000, 'json-schema', {
    price: [1.25, 10],
    isReasoning: true,
  }),
  row(/^gpt-5/, 400_000, 128_000, 'json-schema', { isReasoning: true }),
  row(/^gpt-4\.1-mini/, 1_047_576, 32_768, 'json-schema', { price: [0.4, 1.6] }),
  row(/^gpt-4\.1-nano/, 1_047_576, 32_768, 'json-schema', { price: [0.1, 0.4] }),
  row(/^gpt-4\.1/, 1_047_576, 32_768, 'json-schema', { price: [2, 8] }),
  row(/^gpt-4o-mini/, 128_000, 16_384, 'json-schema', { price: [0.15, 0.6] }),
  row(/^gpt-4o-2024-05-13/, 128_000, 4_096, 'json-object', { price: [5, 15] }),
  row(/^(gpt-4o|chatgpt-4o)/, 128_000, 16_384, 'json-schema', { price: [2.5, 10] }),
  row(/^gpt-4-turbo/, 128_000, 4_096, 'json-object', { price: [10, 30] }),
  row(/^gpt-4/, 8_192, 4_096, 'none', { price: [30, 60] }),
  row(/^gpt-3\.5/, 16_385, 4_096, 'json-object', { price: [0.5, 1.5] }),
  row(/^gpt-oss/, 131_072, 32_768, 'json-schema'),
  row(/^o1-(mini|preview)/, 128_000, 32_768, 'none', { isReasoning: true }),
  row(/^o1-pro/, 200_000, 100_000, 'json-schema', { price: [150, 600], isReasoning: true }),
  row(/^o1/, 200_000, 100_000, 'json-schema', { price: [15, 60], isReasoning: true }),
  row(/^(o3-mini|o4-mini)/, 200_000, 100_000, 'json-schema', { price: [1.1, 4.4], isReasoning: true }),
  row(/^o3-pro/, 200_000, 100_000, 'json-schema', { price: [20, 80], isReasoning: true }),
  row(/^o3/, 200_000, 100_000, 'json-schema', { price: [2, 8], isReasoning: true }),
  // Anthropic through compatible endpoints, which accept `response_format` and ignore it.
  row(/^claude-(opus-4-5|4\.5-opus)/, 200_000, 64_000, 'none', { price: [5, 25] }),
  row(/^claude-.*opus/, 200_000, 32_000, 'none', { price: [15, 75] }),
  row(/^claude-(3-5-haiku|3\.5-haiku)/, 200_000, 8_192, 'none', { price: [0.8, 4] }),
  row(/^claude-.*haiku/, 200_000, 64_000, 'none', { price: [1, 5] }),
  row(/^claude-(3-5-sonnet|3\.5-sonnet)/, 200_000, 8_192, 'none', { price: [3, 15] }),
  row(/^claude-.*sonnet/, 200_000, 64_000, 'none', { price: [3, 15] }),
  row(/^claude/, 200_000, 8_192, 'none'),
  // Google through its compatible endpoint
  row(/^gemini-2\.5-flash-lite/, 1_048_576, 65_536, 'json-schema', { price: [0.1, 0.4] }),
  row(/^gemini-2\.5-flash/, 1_048_576, 65_536, 'json-schema', { price: [0.3, 2.5] }),
  row(/^gemini-2\.5-pro/, 1_048_576, 65_536, 'json-schema', { price: [1.25, 10] }),
  row(/^gemini/, 1_048_576, 8_192, 'json-schema'),
  // Open weights: context as in the model cards. Prices differ by host, so none is given.
  row(/^(meta-)?llama-?4/, 1_000_000, 16_384, 'json-schema'),
  row(/^(meta-)?llama-?3[.-]?[123]/, 131_072, 8_192, 'json-schema'),
  row(/^(meta-)?llama-?3/, 8_192, 4_096, 'json-schema'),
  row(/^(code)?llama/, 4_096, 2_048, 'json-object'),
  row(/^qwen-?3-?coder/, 262_144, 65_536, 'json-schema'),
  row(/^qwen-?3/, 40_960, 16_384, 'json-schema'),
  row(/^(qwen-?2\.5|qwq)/, 32_768, 8_192, 'json-schema'),
  row(/^(code)?qwen/, 32_768, 4_096, 'json-object'),
  row(/^deepseek-(chat|reasoner)$/, 128_000, 8_192, 'json-object', { price: [0.28, 0.42] }),
  row(/^deepseek-(r1|v3)/, 131_072, 16_384, 'json-object'),
  row(/^deepseek-coder/, 16_384, 4_096, 'json-object'),
  row(/^deepseek/, 65_536, 8_192, 'json-object'),
  row(
    /^(mistral-(small|medium|large|nemo)|ministral|magistral|devstral|codestral)/,
    128_000,
    16_384,
    'json-schema',
  ),
  row(/^(mistral|mixtral|open-mistral|open-mixtral)/, 32_768, 8_192, 'json-object'),
  row(/^gemma-?3-?(270m|1b)/, 32_768, 8_192, 'json-schema'),
  row(/^gemma-?3/, 131_072, 8_192, 'json-schema'),
  row(/^(code)?gemma/, 8_192, 4_096, 'json-object'),
  row(/^phi-?4-?mini/, 131_072, 8_192, 'json-schema'),
  row(/^phi-?4/, 16_384, 8_192, 'json-schema'),
  row(/^phi-?3/, 131_072, 4_096, 'json-object'),
  row(/^(granite|command-r|smollm|olmo|starcoder|glm|kimi)/, 32_768, 8_192, 'json-object'),
];

/** For names the table does not know. The OpenAI driver steps down from a schema when it is refused. */
const unknown: Omit<Row, 'pattern'> = {
  contextTokens: 32_768,
  maxOutputTokens: 8_192,
  structuredOutput: 'json-schema',
};

/** What is known of a model by its name, as vendors, routers (`openai/gpt-4o`) and Ollama (`llama3.2:3b`) write it. */
export function factsOf(modelId: string, { isLocal }: { isLocal: boolean }): ModelFacts {
  const name = modelId
    .toLowerCase()
    .slice(modelId.lastIndexOf('/') + 1)
    .replace(/:/, '-');
  const known = rows.find((candidate) => candidate.pattern.test(name));
  const { contextTokens, maxOutputTokens, structuredOutput, price, isReasoning = false } = known ?? unknown;
  return {
    // Ollama enforces a schema for every model by constraining the sampling.
    capabilities: {
      contextTokens,
      maxOutputTokens,
      structuredOutput: isLocal ? 'json-schema' : structuredOutput,
      isLocal,
    },
    price: !isLocal && price ? { inputPerMillionUsd: price[0], outputPerMillionUsd: price[1] } : null,
    takesTemperature: !isReasoning,
    isKnown: known !== undefined,
  };
}

export function modelOf(modelId: string, options: { isLocal: boolean }): Model {
  const { capabilities, price } = factsOf(modelId, options);
  return { id: modelId, name: modelId, capabilities, price };
}
