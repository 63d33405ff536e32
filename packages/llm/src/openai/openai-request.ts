import type OpenAI from 'openai';
import { factsOf } from '../capabilities.ts';
import type { ModelRequest } from '../model-port.ts';
import type { OpenAiDialect } from './openai-dialect.ts';
import { toStrictSchema } from './strict-schema.ts';

type Body = OpenAI.ChatCompletionCreateParamsStreaming;

/** The request in a server's dialect. What the dialect lacks of `output` is asked for in words. */
export function toOpenAiRequest(request: ModelRequest, dialect: OpenAiDialect): Body {
  const body: Body = { model: request.model, messages: messagesOf(request, dialect), stream: true };
  if (dialect.asksForUsage) body.stream_options = { include_usage: true };
  const format = formatOf(request, dialect);
  if (format) body.response_format = format;
  if (request.temperature !== undefined && dialect.takesTemperature) body.temperature = request.temperature;
  if (request.maxOutputTokens !== undefined && dialect.tokenLimit !== 'none') {
    const { capabilities, isKnown } = factsOf(request.model, { isLocal: false });
    body[dialect.tokenLimit] = isKnown
      ? Math.min(request.maxOutputTokens, capabilities.maxOutputTokens)
      : request.maxOutputTokens;
  }
  return body;
}

/** The optional features that a request really makes use of: only those can be the cause of a refusal. */
export function featuresOf(body: Body): Set<'format' | 'usage' | 'tokenLimit' | 'temperature'> {
  const features = new Set<'format' | 'usage' | 'tokenLimit' | 'temperature'>();
  if (body.response_format) features.add('format');
  if (body.stream_options) features.add('usage');
  if (body.max_tokens != null || body.max_completion_tokens != null) features.add('tokenLimit');
  if (body.temperature != null) features.add('temperature');
  return features;
}

function formatOf({ output }: ModelRequest, dialect: OpenAiDialect): Body['response_format'] {
  if (!output || dialect.format === 'none') return undefined;
  if (dialect.format === 'json-object') return { type: 'json_object' };
  const { schema, isStrict } = toStrictSchema(output.schema);
  const name = output.name.replace(/[^a-zA-Z0-9_-]/g, '_').slice(0, 64);
  return { type: 'json_schema', json_schema: { name, schema, strict: isStrict } };
}

function messagesOf({ messages, output }: ModelRequest, dialect: OpenAiDialect): Body['messages'] {
  const wire: Body['messages'] = messages.map(({ role, content }) => ({ role, content }));
  if (!output || dialect.format === 'json-schema') return wire;
  const content = `Answer with one JSON value and nothing else, following this JSON schema:\n${JSON.stringify(output.schema)}`;
  // Many chat templates take a system message at the very beginning only, and only one.
  const [first, ...others] = messages;
  if (first?.role === 'system')
    return [
      { role: 'system', content: `${first.content}\n\n${content}` },
      ...others.map((message) => ({ ...message })),
    ];
  return [{ role: 'system', content }, ...wire];
}
