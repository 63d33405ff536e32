import type { Provider } from '@sandsmith/contracts/domain/provider';
import { messageOf } from '@sandsmith/foundation/errors';
import type { ChatResponse } from 'ollama';
import { modelOf } from '../capabilities.ts';
import type { FinishReason, LanguageModel, ModelRequest, ProviderSettings } from '../model-port.ts';
import { streamAnswer, type VendorEvent } from '../stream/stream-answer.ts';
import { defaultStreamPolicy, type StreamPolicy } from '../stream/stream-policy.ts';
import { createOllamaConnection, defaultOllamaUrl, type OllamaConnection } from './ollama-connection.ts';
import { contextFor, modelContextTokens } from './ollama-context.ts';
import { failure, translateOllamaError } from './ollama-errors.ts';

const describeTimeoutMs = 4_000;
/** A model is loaded from disk and reads the whole request before its first token. */
const firstByteTimeoutMs = 290_000;

/** Speaks to a local or remote Ollama. */
export function createOllamaModel(
  settings: ProviderSettings,
  policyOverrides: Partial<StreamPolicy> = {},
): LanguageModel {
  const policy = { ...defaultStreamPolicy, firstByteTimeoutMs, ...policyOverrides };
  const connection = createOllamaConnection(settings);
  const contextTokens = new Map<string, number>();
  return {
    provider: 'ollama',
    stream(request, { signal }) {
      return streamAnswer({
        request,
        signal,
        policy,
        price: null,
        place: `Ollama at ${connection.place}`,
        open: (attemptSignal) => openStream({ connection, request, contextTokens, signal: attemptSignal }),
      });
    },
    describe: ({ signal }) => describe(connection, settings, signal),
  };
}

interface OpenOptions {
  connection: OllamaConnection;
  request: ModelRequest;
  /** By model, asked for once. */
  contextTokens: Map<string, number>;
  signal: AbortSignal;
}

async function* openStream({
  connection,
  request,
  contextTokens,
  signal,
}: OpenOptions): AsyncGenerator<VendorEvent> {
  const { model, messages, output, temperature, maxOutputTokens } = request;
  const context = { place: connection.place, model };
  try {
    const modelTokens = contextTokens.get(model) ?? (await modelContextTokens(connection, model, signal));
    contextTokens.set(model, modelTokens);
    const stream = await connection.client({ signal, model }).chat({
      model,
      messages: messages.map(({ role, content }) => ({ role, content })),
      stream: true,
      ...(output && { format: output.schema }),
      options: {
        num_ctx: contextFor(request, modelTokens),
        ...(temperature !== undefined && { temperature }),
        ...(maxOutputTokens !== undefined && { num_predict: maxOutputTokens }),
      },
    });
    for await (const part of stream) yield* eventsOf(part, context);
  } catch (error) {
    signal.throwIfAborted();
    throw translateOllamaError(error, context);
  }
  signal.throwIfAborted();
}

function* eventsOf(part: ChatResponse, context: { place: string; model: string }): Generator<VendorEvent> {
  // The library lets through a line that reports an error of the runner.
  if ('error' in part) throw failure(String(part.error), context);
  const { content, thinking } = part.message ?? {};
  if (content) yield { type: 'text', text: content };
  else yield { type: 'thought', characters: thinking?.length ?? 0 };
  if (!part.done) return;
  if (Number.isFinite(part.prompt_eval_count) && Number.isFinite(part.eval_count))
    yield { type: 'usage', inputTokens: part.prompt_eval_count, outputTokens: part.eval_count };
  yield { type: 'end', reason: finishReasonOf(part.done_reason) };
}

function finishReasonOf(reason: string | undefined): FinishReason {
  if (reason === undefined || reason === '' || reason === 'stop') return 'stop';
  return reason === 'length' ? 'length' : 'other';
}

/** What stands in the list of providers while no Ollama was found. */
export function describeOllamaUnconfigured(): Provider {
  return {
    id: 'ollama',
    name: 'Ollama',
    status: 'not-configured',
    detail: `Ollama runs language models on your own machine: install it from https://ollama.com/download, fetch a model with \`ollama pull qwen2.5-coder:7b\`, and it is used at ${defaultOllamaUrl}. Give OLLAMA_BASE_URL or an address here for another machine.`,
    baseUrl: null,
    defaultModel: null,
    models: [],
    source: 'none',
    examples: [],
  };
}

async function describe(
  connection: OllamaConnection,
  settings: ProviderSettings,
  signal: AbortSignal,
): Promise<Provider> {
  const provider: Provider = {
    ...describeOllamaUnconfigured(),
    baseUrl: connection.baseUrl,
    defaultModel: settings.defaultModel ?? null,
    source: settings.source,
  };
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(describeTimeoutMs)]);
  try {
    const { models } = await connection.client({ signal: deadline, model: '' }).list();
    const names = models
      .map((model) => model.name)
      .filter((name) => !/embed|minilm|bge-/.test(name))
      .sort();
    if (names.length === 0) {
      const detail =
        'Ollama answers but has no model. Fetch one, for example with `ollama pull qwen2.5-coder:7b`.';
      return { ...provider, status: 'not-configured', detail };
    }
    return {
      ...provider,
      status: 'ready',
      detail: `Ollama answers and has ${names.length} ${names.length === 1 ? 'model' : 'models'}.`,
      defaultModel: settings.defaultModel ?? names[0] ?? null,
      models: names.map((name) => modelOf(name, { isLocal: true })),
    };
  } catch (error) {
    const context = { place: connection.place, model: '' };
    return { ...provider, status: 'unreachable', detail: messageOf(translateOllamaError(error, context)) };
  }
}
