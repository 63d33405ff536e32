import type { Usage } from '@sandsmith/contracts/domain/build';
import type { Model } from '@sandsmith/contracts/domain/provider';
import type { ChatMessage } from './model-port.ts';

export interface TokenCount {
  inputTokens: number;
  outputTokens: number;
}

/** Adds what the tokens cost; nothing where the price is unknown or the model is free. */
export function usageWithCost(tokens: TokenCount, price: Model['price']): Usage {
  const { inputTokens, outputTokens } = tokens;
  if (!price) return { inputTokens, outputTokens, costUsd: 0 };
  const costUsd =
    (inputTokens * price.inputPerMillionUsd + outputTokens * price.outputPerMillionUsd) / 1_000_000;
  return { inputTokens, outputTokens, costUsd };
}

export function addUsage(left: Usage, right: Usage): Usage {
  return {
    inputTokens: left.inputTokens + right.inputTokens,
    outputTokens: left.outputTokens + right.outputTokens,
    costUsd: left.costUsd + right.costUsd,
  };
}

export const noUsage: Usage = Object.freeze({ inputTokens: 0, outputTokens: 0, costUsd: 0 });

/** About four characters a token: for vendors that count nothing themselves. */
export function estimateTokens(characters: number): number {
  return Math.ceil(characters / 4);
}

export function estimatePromptTokens(messages: readonly ChatMessage[]): number {
  return estimateTokens(messages.reduce((sum, message) => sum + message.content.length, 0));
}
