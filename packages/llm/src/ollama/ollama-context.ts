import { SandsmithError } from '@sandsmith/foundation/errors';
import { factsOf } from '../capabilities.ts';
import { estimatePromptTokens } from '../cost.ts';
import type { ModelRequest } from '../model-port.ts';
import type { OllamaConnection } from './ollama-connection.ts';

const smallestTokens = 8_192;
const stepTokens = 4_096;
const answerTokens = 6_144;

/**
 * The context to load the model with: Ollama's own default (2,048 to 4,096) silently drops the beginning of
 * a longer request, and the model's whole context may not fit into memory. So: what this request needs,
 * in steps, so that similar requests do not make Ollama load the model again.
 */
export function contextFor(request: ModelRequest, modelTokens: number): number {
  // A quarter more than the estimate: code and other languages take more tokens a character.
  const promptTokens = Math.ceil(estimatePromptTokens(request.messages) * 1.25);
  if (promptTokens > modelTokens) {
    throw new SandsmithError({
      code: 'model.request-refused',
      message: `The request takes about ${promptTokens} tokens, more than the ${modelTokens} that ${request.model} can read. Choose a model with a larger context, attach fewer documents, or shorten the description.`,
    });
  }
  const neededTokens = promptTokens + (request.maxOutputTokens ?? answerTokens);
  const steppedTokens = Math.ceil(neededTokens / stepTokens) * stepTokens;
  return Math.min(modelTokens, Math.max(smallestTokens, steppedTokens));
}

/** The context that the model was made for, as Ollama knows it; by the table of names where it does not say. */
export async function modelContextTokens(
  connection: OllamaConnection,
  model: string,
  signal: AbortSignal,
): Promise<number> {
  const { model_info: info } = await connection.client({ signal, model }).show({ model });
  const entries = info instanceof Map ? [...info.entries()] : Object.entries(info ?? {});
  const found = entries.find(([name]) => String(name).endsWith('.context_length'))?.[1];
  return typeof found === 'number' && found > 0
    ? found
    : factsOf(model, { isLocal: true }).capabilities.contextTokens;
}
