import { delay } from '@sandsmith/foundation/delay';
import { piecesOf, type ScriptedReply, usageOf } from './scripted-reply.ts';
import {
  createVendorServer,
  type RecordedRequest,
  sendJson,
  sendPieces,
  type VendorExchange,
} from './vendor-server.ts';

export interface OllamaChatRequest {
  model: string;
  messages: { role: string; content: string }[];
  /** Ollama streams unless told not to. */
  stream?: boolean;
  format?: string | Record<string, unknown>;
  think?: boolean | string;
  keep_alive?: string | number;
  options?: { num_ctx?: number; num_predict?: number; temperature?: number };
}

export interface OllamaServerOptions {
  reply: (request: OllamaChatRequest, index: number) => ScriptedReply | Promise<ScriptedReply>;
  /** Models that are pulled; default one `test-model:latest` with a context of 8,192 tokens. */
  models?: { name: string; contextTokens?: number }[];
  /** Where set, every other key is answered with 401, as a guarded Ollama does. */
  apiKey?: string;
}

export interface OllamaServer {
  readonly requests: readonly RecordedRequest[];
  readonly chats: readonly OllamaChatRequest[];
  /** `url` is what OLLAMA_BASE_URL takes. */
  start(): Promise<{ url: string }>;
  close(): Promise<void>;
}

const modifiedAt = '2026-01-01T00:00:00Z';

/** A scripted server that speaks Ollama's protocol over real HTTP. */
export function createOllamaServer(options: OllamaServerOptions): OllamaServer {
  const chats: OllamaChatRequest[] = [];
  const models = options.models ?? [{ name: 'test-model:latest', contextTokens: 8_192 }];
  const find = (name: unknown) =>
    models.find((model) => model.name === name || model.name === `${name}:latest`);
  const server = createVendorServer({ apiKey: options.apiKey, handle });

  async function handle(exchange: VendorExchange): Promise<void> {
    const { request, response } = exchange;
    const route = `${request.method} ${request.path}`;
    if (options.apiKey !== undefined && request.sentKey !== 'expected')
      return sendJson(response, 401, { error: 'unauthorized' });
    if (route === 'GET /api/version') return sendJson(response, 200, { version: '0.12.6' });
    if (route === 'GET /api/tags') return sendJson(response, 200, { models: models.map(listed) });
    if (route === 'POST /api/show') {
      const { model, name } = request.body as { model?: string; name?: string }; // a fake: the test sees a fault
      const known = find(model ?? name);
      if (!known) return sendJson(response, 404, { error: `model '${model ?? name}' not found` });
      return sendJson(response, 200, shown(known));
    }
    if (route === 'POST /api/chat') return chat(exchange, request.body as OllamaChatRequest);
    response.writeHead(404, { 'content-type': 'text/plain' });
    response.end('404 page not found');
  }

  async function chat(exchange: VendorExchange, request: OllamaChatRequest): Promise<void> {
    if (!find(request.model))
      return sendJson(exchange.response, 404, { error: `model '${request.model}' not found` });
    if (request.format !== undefined && request.format !== 'json' && typeof request.format !== 'object')
      return sendJson(exchange.response, 400, { error: `invalid format: "${request.format}"` });
    chats.push(request);
    await answer(exchange, request, await options.reply(request, chats.length - 1));
  }

  return {
    requests: server.requests,
    chats,
    start: () => server.start(),
    close: () => server.close(),
  };
}

function listed({ name }: { name: string }): object {
  const details = { format: 'gguf', family: 'test', parameter_size: '1B', quantization_level: 'Q4_K_M' };
  return { name, model: name, modified_at: modifiedAt, size: 1_000_000, digest: 'test', details };
}

function shown({ contextTokens = 8_192 }: { contextTokens?: number }): object {
  return {
    modified_at: modifiedAt,
    details: { family: 'test' },
    model_info: { 'general.architecture': 'test', 'test.context_length': contextTokens },
    capabilities: ['completion'],
  };
}

async function answer(
  exchange: VendorExchange,
  request: OllamaChatRequest,
  reply: ScriptedReply,
): Promise<void> {
  const { response, signal } = exchange;
  if (reply.firstDelayMs) await delay(reply.firstDelayMs, signal);
  if (reply.status !== undefined && reply.status >= 400) {
    const error = reply.error?.message ?? 'the model runner has stopped';
    if (reply.rawError === undefined) return sendJson(response, reply.status, { error }, reply.headers);
    response.writeHead(reply.status, { 'content-type': 'text/plain', ...reply.headers });
    response.end(reply.rawError);
    return;
  }
  const base = { model: request.model, created_at: modifiedAt };
  if (request.stream === false) {
    const message = { role: 'assistant', content: piecesOf(reply).join('') };
    return sendJson(response, 200, { ...base, message, ...ending(request, reply) });
  }
  const send = (line: object): void => {
    response.write(`${JSON.stringify({ ...base, ...line })}\n`);
  };
  const message = (fields: object): void =>
    send({ message: { role: 'assistant', content: '', ...fields }, done: false });
  response.writeHead(200, { 'content-type': 'application/x-ndjson', ...reply.headers });
  if (reply.reasoning) message({ thinking: reply.reasoning });
  const isWhole = await sendPieces(exchange, reply, {
    piece: (content) => message({ content }),
    error: () =>
      response.write(
        `${JSON.stringify({ error: reply.error?.message ?? 'the model runner has stopped' })}\n`,
      ),
  });
  if (!isWhole) return;
  if (reply.finishReason !== null)
    send({ message: { role: 'assistant', content: '' }, ...ending(request, reply) });
  response.end();
}

function ending(request: OllamaChatRequest, reply: ScriptedReply): object {
  const promptLength = request.messages.reduce((sum, message) => sum + message.content.length, 0);
  const usage = usageOf(reply, promptLength);
  return {
    done: true,
    done_reason: reply.finishReason ?? 'stop',
    total_duration: 1_000_000,
    ...(usage && { prompt_eval_count: usage.inputTokens, eval_count: usage.outputTokens }),
  };
}
