import { factsOf } from '../capabilities.ts';

/** Which of the protocol's options a server and model understand. Every server speaks a subset. */
export interface OpenAiDialect {
  asksForUsage: boolean;
  format: 'json-schema' | 'json-object' | 'none';
  tokenLimit: 'max_completion_tokens' | 'max_tokens' | 'none';
  takesTemperature: boolean;
}

export interface Refusal {
  status: number | undefined;
  /** The parameter that the server names, where it does. */
  parameter: string | null | undefined;
  message: string;
}

export function initialDialect(model: string, { isOfficial }: { isOfficial: boolean }): OpenAiDialect {
  const { capabilities, takesTemperature } = factsOf(model, { isLocal: false });
  return {
    asksForUsage: true,
    format: capabilities.structuredOutput,
    // The older name is what compatible servers know; OpenAI's reasoning models refuse it.
    tokenLimit: isOfficial || !takesTemperature ? 'max_completion_tokens' : 'max_tokens',
    takesTemperature,
  };
}

type Feature = 'format' | 'usage' | 'tokenLimit' | 'temperature';

/**
 * The dialect to try after a refusal, or undefined where nothing optional is left to give up. Servers word
 * refusals as they like, so the parameter's name is looked for in the text where no field holds it.
 */
export function adaptDialect(
  dialect: OpenAiDialect,
  refusal: Refusal,
  sent: ReadonlySet<Feature>,
): OpenAiDialect | undefined {
  if (refusal.status !== 400 && refusal.status !== 422) return undefined;
  const words = `${refusal.parameter ?? ''} ${refusal.message}`;
  if (
    sent.has('tokenLimit') &&
    /max_(completion_)?tokens/.test(words) &&
    /unsupported|not supported|unrecognized|unknown|extra|unexpected|instead/i.test(words)
  )
    return { ...dialect, tokenLimit: otherTokenLimit(dialect, words) };
  if (sent.has('temperature') && /temperature/.test(words)) return { ...dialect, takesTemperature: false };
  if (sent.has('usage') && /stream_options|include_usage/.test(words))
    return { ...dialect, asksForUsage: false };
  if (sent.has('format') && /response_format|json_schema|json_object|schema|guided|grammar/i.test(words))
    return { ...dialect, format: lesserFormat(dialect.format) };
  // A refusal without a reason: give up what is least common first.
  if (refusal.parameter || /context|token|length/i.test(words)) return undefined;
  if (sent.has('format')) return { ...dialect, format: lesserFormat(dialect.format) };
  return sent.has('usage') ? { ...dialect, asksForUsage: false } : undefined;
}

function otherTokenLimit(dialect: OpenAiDialect, words: string): OpenAiDialect['tokenLimit'] {
  if (dialect.tokenLimit === 'max_tokens')
    return /max_completion_tokens/.test(words) ? 'max_completion_tokens' : 'none';
  return 'max_tokens';
}

function lesserFormat(format: OpenAiDialect['format']): OpenAiDialect['format'] {
  return format === 'json-schema' ? 'json-object' : 'none';
}
