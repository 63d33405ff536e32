import type { Usage } from '@sandsmith/contracts/domain/build';
import { isSandsmithError } from '@sandsmith/foundation/errors';
import { z } from 'zod';
import { addUsage, noUsage } from '../cost.ts';
import type { ChatMessage, FinishReason, LanguageModel, ModelRequest } from '../model-port.ts';
import { outputInvalid } from './output-error.ts';
import { parseJson } from './parse-json.ts';

export interface GenerateStructuredOptions<T> {
  model: LanguageModel;
  /** Where `output` is left out it is made from the schema, named `answer`. */
  request: ModelRequest;
  schema: z.ZodType<T>;
  /** Calls in all; default 3. */
  maxAttempts?: number;
  signal: AbortSignal;
  onDelta?: (text: string, attempt: number) => void;
  /** After each call, valid or not, with what that call used. */
  onUsage?: (usage: Usage, attempt: number) => void;
  /** Before the model is asked again, with what was wrong. */
  onInvalid?: (issues: string[], attempt: number) => void;
}

export interface StructuredAnswer<T> {
  value: T;
  /** The answer's own words, as sent. */
  text: string;
  attempts: number;
  /** Of all calls together. */
  usage: Usage;
}

const maxIssues = 12;
const maxRepeatedCharacters = 12_000;

/**
 * Asks for a value of a schema. An answer that does not hold one goes back to the model with what is wrong
 * with it. Throws `model.output-invalid` when the attempts are used up, with `details.usage`.
 */
export async function generateStructured<T>(
  options: GenerateStructuredOptions<T>,
): Promise<StructuredAnswer<T>> {
  const { model, schema, signal, maxAttempts = 3, onDelta, onUsage, onInvalid } = options;
  const request = withOutput(options.request, schema);
  let usage = noUsage;
  let messages = request.messages;
  for (let attempt = 1; ; attempt += 1) {
    signal.throwIfAborted();
    const answer = await ask(
      model,
      { ...request, messages },
      { signal, onDelta: (text) => onDelta?.(text, attempt) },
    );
    usage = addUsage(usage, answer.usage);
    onUsage?.(answer.usage, attempt);
    const result = read(answer.text, schema);
    if (result.ok) return { value: result.value, text: answer.text, attempts: attempt, usage };
    const issues = answer.reason === 'length' ? [...result.issues, cutShort] : result.issues;
    if (attempt >= maxAttempts) {
      const times = attempt === 1 ? 'once' : `${attempt} times`;
      const what = `The model ${request.model} was asked ${times} and its answer still does not fit: ${issues.slice(0, 3).join('; ')}.`;
      throw outputInvalid(what, answer.text, { issues, usage, attempts: attempt });
    }
    onInvalid?.(issues, attempt);
    messages = [...request.messages, ...correction(answer.text, issues)];
  }
}

const cutShort = 'the answer was cut off at its length limit: be shorter';

function withOutput<T>(request: ModelRequest, schema: z.ZodType<T>): ModelRequest {
  if (request.output) return request;
  return { ...request, output: { name: 'answer', schema: { ...z.toJSONSchema(schema) } } };
}

async function ask(
  model: LanguageModel,
  request: ModelRequest,
  { signal, onDelta }: { signal: AbortSignal; onDelta: (text: string) => void },
): Promise<{ text: string; usage: Usage; reason: FinishReason }> {
  for await (const event of model.stream(request, { signal })) {
    if (event.type === 'text.delta') onDelta(event.text);
    if (event.type === 'finish') return event;
  }
  throw outputInvalid(`The model ${request.model} ended its answer without finishing it.`, '');
}

type Reading<T> = { ok: true; value: T } | { ok: false; issues: string[] };

function read<T>(text: string, schema: z.ZodType<T>): Reading<T> {
  let value: unknown;
  try {
    value = parseJson(text, { fits: (candidate) => schema.safeParse(candidate).success });
  } catch (error) {
    if (!isSandsmithError(error, 'model.output-invalid')) throw error;
    return { ok: false, issues: ['it holds no JSON that can be read'] };
  }
  const result = schema.safeParse(value);
  if (result.success) return { ok: true, value: result.data };
  return { ok: false, issues: issuesOf(result.error) };
}

function issuesOf(error: z.ZodError): string[] {
  const issues = error.issues.map(
    ({ path, message }) => `${path.map(String).join('.') || 'the value'}: ${message}`,
  );
  const more = issues.length - maxIssues;
  return more > 0 ? [...issues.slice(0, maxIssues), `and ${more} more`] : issues;
}

/** Only the last answer is shown again: earlier ones would fill the context with mistakes. */
function correction(answer: string, issues: string[]): ChatMessage[] {
  const list = issues.map((issue) => `- ${issue}`).join('\n');
  const content = `That answer cannot be used:\n${list}\nSend the whole JSON value again with these points mended, and nothing else.`;
  const repeated = answer.trim() === '' ? '(empty)' : answer.slice(0, maxRepeatedCharacters);
  return [
    { role: 'assistant', content: repeated },
    { role: 'user', content },
  ];
}
