import { delay } from '@sandsmith/foundation/delay';
import { checkResponseFormat } from './response-format.ts';
import { piecesOf, type ScriptedReply, usageOf } from './scripted-reply.ts';
import {
  createVendorServer,
  type RecordedRequest,
  sendJson,
  sendPieces,
  type VendorExchange,
} from './vendor-server.ts';

export interface OpenAiChatRequest {
  model: string;
  messages: { role: string; content: string }[];
  stream?: boolean;
  stream_options?: { include_usage?: boolean };
  response_format?: { type: string; json_schema?: { name?: unknown; schema?: unknown; strict?: unknown } };
  temperature?: number;
  max_tokens?: number;
  max_completion_tokens?: number;
}

export interface OpenAiServerOptions {
  reply: (request: OpenAiChatRequest, index: number) => ScriptedReply | Promise<ScriptedReply>;
  /** Where set, every other key is answered with 401. */
  apiKey?: string;
  /** What GET /v1/models lists; default `test-model`. Any other model in a chat is answered with 404. */
  models?: string[];
  /** What the server does not understand and refuses with 400, as many compatible servers do. */
  refuses?: ('stream_options' | 'json_schema' | 'json_object' | OptionalNumber)[];
}

type OptionalNumber = 'temperature' | 'max_tokens' | 'max_completion_tokens';

export interface OpenAiServer {
  /** Every request, in order of arrival. */
  readonly requests: readonly RecordedRequest[];
  /** The chat requests that reached the script, in order. */
  readonly chats: readonly OpenAiChatRequest[];
  /** `url` ends in /v1: it is what OPENAI_BASE_URL takes. */
  start(): Promise<{ url: string }>;
  close(): Promise<void>;
}

/** A scripted server that speaks the OpenAI chat completions protocol over real HTTP. */
export function createOpenAiServer(options: OpenAiServerOptions): OpenAiServer {
  const chats: OpenAiChatRequest[] = [];
  const models = options.models ?? ['test-model'];
  const server = createVendorServer({ apiKey: options.apiKey, handle });

  async function handle(exchange: VendorExchange): Promise<void> {
    const { request, response } = exchange;
    if (options.apiKey !== undefined && request.sentKey !== 'expected') {
      sendJson(response, 401, errorBody('Incorrect API key provided.', { code: 'invalid_api_key' }));
      return;
    }
    if (request.method === 'GET' && request.path === '/v1/models') {
      const data = models.map((id) => ({ id, object: 'model', created: 1_700_000_000, owned_by: 'test' }));
      sendJson(response, 200, { object: 'list', data });
      return;
    }
    if (request.method === 'POST' && request.path === '/v1/chat/completions') {
      await chat(exchange, request.body as OpenAiChatRequest); // the script's reader checks what it uses
      return;
    }
    sendJson(response, 404, errorBody(`Unknown request URL: ${request.method} ${request.path}`));
  }

  async function chat(exchange: VendorExchange, request: OpenAiChatRequest): Promise<void> {
    const refusal = refusalOf(request, options.refuses ?? []);
    if (refusal) {
      sendJson(exchange.response, 400, refusal);
      return;
    }
    if (!models.includes(request.model)) {
      const message = `The model \`${request.model}\` does not exist or you do not have access to it.`;
      sendJson(exchange.response, 404, errorBody(message, { code: 'model_not_found' }));
      return;
    }
    chats.push(request);
    await answer(exchange, request, await options.reply(request, chats.length - 1));
  }

  return {
    requests: server.requests,
    chats,
    async start() {
      const { url } = await server.start();
      return { url: `${url}/v1` };
    },
    close: () => server.close(),
  };
}

function refusalOf(
  request: OpenAiChatRequest,
  refuses: NonNullable<OpenAiServerOptions['refuses']>,
): unknown {
  for (const parameter of refuses) {
    const isFormat = parameter === 'json_schema' || parameter === 'json_object';
    const isSent = isFormat ? request.response_format?.type === parameter : request[parameter] !== undefined;
    if (!isSent) continue;
    const param = isFormat ? 'response_format' : parameter;
    const message = isFormat
      ? `Invalid parameter: 'response_format' of type '${parameter}' is not supported with this model.`
      : `Unsupported parameter: '${parameter}' is not supported with this model.`;
    return errorBody(message, { param, code: 'unsupported_parameter' });
  }
  const fault = checkResponseFormat(request);
  return fault ? errorBody(fault, { param: 'response_format', code: 'invalid_json_schema' }) : undefined;
}

function errorBody(message: string, fields: Partial<NonNullable<ScriptedReply['error']>> = {}): object {
  return { error: { message, type: 'invalid_request_error', param: null, code: null, ...fields } };
}

async function answer(
  exchange: VendorExchange,
  request: OpenAiChatRequest,
  reply: ScriptedReply,
): Promise<void> {
  const { response, signal } = exchange;
  if (reply.firstDelayMs) await delay(reply.firstDelayMs, signal);
  if (reply.status !== undefined && reply.status >= 400) {
    if (reply.rawError === undefined) {
      const body = errorBody(reply.error?.message ?? 'The server had an error.', reply.error);
      sendJson(response, reply.status, body, reply.headers);
      return;
    }
    response.writeHead(reply.status, { 'content-type': 'text/html', ...reply.headers });
    response.end(reply.rawError);
    return;
  }
  if (request.stream) await stream(exchange, request, reply);
  else sendJson(response, 200, completion(request, reply));
}

function completion(request: OpenAiChatRequest, reply: ScriptedReply): object {
  const message = { role: 'assistant', content: piecesOf(reply).join(''), refusal: null };
  return {
    ...envelope(request, 'chat.completion'),
    choices: [{ index: 0, message, finish_reason: reply.finishReason ?? 'stop' }],
    usage: wireUsage(request, reply),
  };
}

async function stream(
  exchange: VendorExchange,
  request: OpenAiChatRequest,
  reply: ScriptedReply,
): Promise<void> {
  const { response } = exchange;
  const base = envelope(request, 'chat.completion.chunk');
  const send = (data: unknown): void => {
    response.write(`data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`);
  };
  const delta = (fields: object, finishReason: string | null = null): void =>
    send({ ...base, choices: [{ index: 0, delta: fields, finish_reason: finishReason }] });

  response.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-cache',
    ...reply.headers,
  });
  // Some vendors open with a chunk without choices (content filter results), and send comments to keep alive.
  send({ ...base, choices: [], prompt_filter_results: [] });
  response.write(': keep-alive\n\n');
  delta({ role: 'assistant', content: '' });
  if (reply.reasoning) delta({ reasoning_content: reply.reasoning });
  const isWhole = await sendPieces(exchange, reply, {
    piece: (content) => delta({ content }),
    error: () => send(errorBody(reply.error?.message ?? 'The server had an error.', reply.error)),
  });
  if (!isWhole) return;
  if (reply.finishReason !== null) delta({}, reply.finishReason ?? 'stop');
  const usage = wireUsage(request, reply);
  if (usage && request.stream_options?.include_usage) send({ ...base, choices: [], usage });
  if (reply.finishReason !== null) send('[DONE]');
  response.end();
}

function envelope(request: OpenAiChatRequest, object: string): object {
  return { id: 'chatcmpl-test', object, created: 1_700_000_000, model: request.model };
}

function wireUsage(request: OpenAiChatRequest, reply: ScriptedReply): object | undefined {
  const promptLength = request.messages.reduce((sum, message) => sum + message.content.length, 0);
  const usage = usageOf(reply, promptLength);
  return (
    usage && {
      prompt_tokens: usage.inputTokens,
      completion_tokens: usage.outputTokens,
      total_tokens: usage.inputTokens + usage.outputTokens,
    }
  );
}
