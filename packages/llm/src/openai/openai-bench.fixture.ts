import {
  createOpenAiServer,
  type OpenAiServer,
  type OpenAiServerOptions,
} from '@sandsmith/test-kit/vendors/openai-server';
import type { ScriptedReply } from '@sandsmith/test-kit/vendors/scripted-reply';
import type { LanguageModel, ModelEvent, ModelRequest } from '../model-port.ts';
import type { StreamPolicy } from '../stream/stream-policy.ts';
import { createOpenAiModel } from './openai-model.ts';

export const apiKey = 'sk-test-1234567890abcdef';
export const schema = {
  type: 'object',
  properties: { title: { type: 'string', minLength: 1 } },
  required: ['title'],
  additionalProperties: false,
};
export const request: ModelRequest = {
  model: 'test-model',
  messages: [{ role: 'user', content: 'Say hello in forty characters, please ok' }],
  task: { role: 'planner', spec: 'x', documents: [] },
};
export const withOutput: ModelRequest = { ...request, output: { name: 'build_plan', schema } };

const servers: OpenAiServer[] = [];
/** For afterEach. */
export async function closeServers(): Promise<void> {
  for (const server of servers.splice(0)) await server.close();
}

export async function begin(
  replies: ScriptedReply | ScriptedReply[] | OpenAiServerOptions['reply'],
  options: Omit<OpenAiServerOptions, 'reply'> & { policy?: Partial<StreamPolicy>; key?: string | null } = {},
): Promise<{ server: OpenAiServer; model: LanguageModel; url: string }> {
  const { policy, key = apiKey, ...serverOptions } = options;
  const reply =
    typeof replies === 'function' ? replies : scripted(Array.isArray(replies) ? replies : [replies]);
  const server = createOpenAiServer({ reply, apiKey: key === null ? undefined : apiKey, ...serverOptions });
  servers.push(server);
  const { url } = await server.start();
  const settings = { apiKey: key ?? undefined, baseUrl: url, source: 'environment' as const };
  return { server, url, model: createOpenAiModel(settings, { retryBaseMs: 5, ...policy }) };
}

function scripted(replies: ScriptedReply[]): OpenAiServerOptions['reply'] {
  return (_request, index) => replies[Math.min(index, replies.length - 1)] ?? {};
}

export async function collect(
  model: LanguageModel,
  asked: ModelRequest,
  signal?: AbortSignal,
): Promise<ModelEvent[]> {
  const events: ModelEvent[] = [];
  for await (const event of model.stream(asked, { signal: signal ?? new AbortController().signal }))
    events.push(event);
  return events;
}

export async function fail(
  model: LanguageModel,
  asked: ModelRequest = request,
): Promise<{ error: unknown; events: ModelEvent[] }> {
  const events: ModelEvent[] = [];
  try {
    for await (const event of model.stream(asked, { signal: new AbortController().signal }))
      events.push(event);
  } catch (error) {
    return { error, events };
  }
  throw new Error(`the stream should have failed, but sent ${JSON.stringify(events)}`);
}
