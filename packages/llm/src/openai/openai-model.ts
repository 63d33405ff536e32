import { SandsmithError } from '@sandsmith/foundation/errors';
import OpenAI, { APIError } from 'openai';
import { factsOf } from '../capabilities.ts';
import type { FinishReason, LanguageModel, ModelRequest, ProviderSettings } from '../model-port.ts';
import { streamAnswer, type VendorEvent } from '../stream/stream-answer.ts';
import { defaultStreamPolicy, type StreamPolicy } from '../stream/stream-policy.ts';
import { describeOpenAi } from './describe-openai.ts';
import { adaptDialect, initialDialect, type OpenAiDialect } from './openai-dialect.ts';
import { translateOpenAiError, withoutKey } from './openai-errors.ts';
import { featuresOf, toOpenAiRequest } from './openai-request.ts';

export const officialBaseUrl = 'https://api.openai.com/v1';

/** Refusals that one request may meet while the server's dialect is being learned. */
const maxAdaptations = 6;

/** Speaks chat completions to OpenAI or to any server that is compatible with it. */
export function createOpenAiModel(
  settings: ProviderSettings,
  policyOverrides: Partial<StreamPolicy> = {},
): LanguageModel {
  const policy = { ...defaultStreamPolicy, ...policyOverrides };
  const baseUrl = (settings.baseUrl ?? officialBaseUrl).replace(/\/+$/, '');
  const connection: OpenAiConnection = {
    client: createClient({ ...settings, baseUrl }, policy),
    apiKey: settings.apiKey,
    baseUrl,
    place: placeOf(baseUrl),
    isConfigured: settings.apiKey !== undefined || settings.baseUrl !== undefined,
    dialects: new Map(),
  };
  return {
    provider: 'openai',
    stream(request, { signal }) {
      return streamAnswer({
        request,
        signal,
        policy,
        place: connection.place,
        price: factsOf(request.model, { isLocal: isLocalAddress(baseUrl) }).price,
        open: (attemptSignal) => openStream(connection, request, attemptSignal),
      });
    },
    describe: ({ signal }) => describeOpenAi({ connection, settings, signal }),
  };
}

export interface OpenAiConnection {
  client: OpenAI;
  apiKey: string | undefined;
  baseUrl: string;
  /** For messages: host alone, since an address may hold a password. */
  place: string;
  isConfigured: boolean;
  /** Learned by model, for this base URL. */
  dialects: Map<string, OpenAiDialect>;
}

function createClient(
  { apiKey, baseUrl }: { apiKey?: string; baseUrl: string },
  policy: StreamPolicy,
): OpenAI {
  return new OpenAI({
    baseURL: baseUrl,
    // The client insists on a key and would read one from the environment; a server without keys gets none.
    apiKey: apiKey ?? 'none',
    defaultHeaders: apiKey === undefined ? { Authorization: null } : {},
    adminAPIKey: null,
    organization: null,
    project: null,
    maxRetries: 0,
    timeout: policy.firstByteTimeoutMs,
    logLevel: 'off',
  });
}

async function* openStream(
  connection: OpenAiConnection,
  request: ModelRequest,
  signal: AbortSignal,
): AsyncGenerator<VendorEvent> {
  const { place, apiKey } = connection;
  try {
    const stream = await createStream(connection, request, signal);
    for await (const chunk of stream) yield* eventsOf(chunk);
  } catch (error) {
    signal.throwIfAborted();
    throw translateOpenAiError(error, { place, model: request.model, apiKey });
  }
  // On abort the client's loop ends without an error.
  signal.throwIfAborted();
}

async function createStream(connection: OpenAiConnection, request: ModelRequest, signal: AbortSignal) {
  const { client, dialects, place, baseUrl, apiKey } = connection;
  if (!connection.isConfigured) throw notConfigured();
  const isOfficial = baseUrl === officialBaseUrl;
  let dialect = dialects.get(request.model) ?? initialDialect(request.model, { isOfficial });
  for (let adaptations = 0; ; adaptations += 1) {
    const body = toOpenAiRequest(request, dialect);
    try {
      const stream = await client.chat.completions.create(body, { signal });
      dialects.set(request.model, dialect);
      return stream;
    } catch (error) {
      const adapted =
        error instanceof APIError && adaptations < maxAdaptations
          ? adaptDialect(
              dialect,
              { status: error.status, parameter: error.param, message: error.message },
              featuresOf(body),
            )
          : undefined;
      if (!adapted) throw translateOpenAiError(error, { place, model: request.model, apiKey });
      dialect = adapted;
    }
  }
}

function* eventsOf(chunk: OpenAI.ChatCompletionChunk): Generator<VendorEvent> {
  // Compatible servers leave out or null what OpenAI always sends.
  const choice = chunk.choices?.[0];
  const delta: Record<string, unknown> = { ...choice?.delta };
  const thought = delta['reasoning_content'] ?? delta['reasoning'];
  if (typeof thought === 'string' && thought !== '') yield { type: 'thought', characters: thought.length };
  const text = delta['content'] ?? delta['refusal'];
  if (typeof text === 'string' && text !== '') yield { type: 'text', text };
  else if (!thought) yield { type: 'thought', characters: 0 };
  if (choice?.finish_reason) yield { type: 'end', reason: finishReasonOf(choice.finish_reason) };
  const usage = chunk.usage;
  if (usage && Number.isFinite(usage.prompt_tokens) && Number.isFinite(usage.completion_tokens))
    yield { type: 'usage', inputTokens: usage.prompt_tokens, outputTokens: usage.completion_tokens };
}

function finishReasonOf(reason: string): FinishReason {
  if (reason === 'stop' || reason === 'length') return reason;
  return reason === 'content_filter' ? 'content-filter' : 'other';
}

function placeOf(baseUrl: string): string {
  if (!URL.canParse(baseUrl)) {
    throw new SandsmithError({
      code: 'model.not-configured',
      message: `The address of the OpenAI-compatible server is not a URL: ${withoutKey(baseUrl, undefined)}. Write it as http://host:port/v1 in OPENAI_BASE_URL or on the Models screen.`,
    });
  }
  const { host } = new URL(baseUrl);
  return host === 'api.openai.com' ? 'OpenAI' : `The model server at ${host}`;
}

export function isLocalAddress(baseUrl: string): boolean {
  const { hostname } = new URL(baseUrl);
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
}

function notConfigured(): SandsmithError {
  return new SandsmithError({
    code: 'model.not-configured',
    message:
      'No OpenAI-compatible model is set up. Set OPENAI_API_KEY (and OPENAI_BASE_URL for another server), or enter them on the Models screen.',
  });
}
