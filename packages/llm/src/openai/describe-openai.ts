import type { Provider } from '@sandsmith/contracts/domain/provider';
import { isSandsmithError, messageOf } from '@sandsmith/foundation/errors';
import { modelOf } from '../capabilities.ts';
import type { ProviderSettings } from '../model-port.ts';
import { translateOpenAiError } from './openai-errors.ts';
import type { OpenAiConnection } from './openai-model.ts';

const timeoutMs = 4_000;
const suggestedModel = 'gpt-4.1-mini';
/** Models that OpenAI lists beside those for chat. */
const notForChat =
  /embedding|whisper|tts|dall-e|moderation|transcribe|realtime|audio|image|sora|babbage|davinci|instruct|computer-use|search/;

interface DescribeOptions {
  connection: OpenAiConnection;
  settings: ProviderSettings;
  signal: AbortSignal;
}

/** What stands in the list of providers while neither a key nor an address is set. */
export function describeOpenAiUnconfigured(): Provider {
  return {
    id: 'openai',
    name: 'OpenAI-compatible',
    status: 'not-configured',
    detail:
      'For OpenAI set OPENAI_API_KEY or enter the key here. For another compatible server (LM Studio, vLLM, llama.cpp, OpenRouter, Groq and more) give its address as well, in OPENAI_BASE_URL or here.',
    baseUrl: null,
    defaultModel: null,
    models: [],
    source: 'none',
    examples: [],
  };
}

export async function describeOpenAi({ connection, settings, signal }: DescribeOptions): Promise<Provider> {
  if (!connection.isConfigured) return describeOpenAiUnconfigured();
  const { baseUrl } = connection;
  const provider: Provider = {
    ...describeOpenAiUnconfigured(),
    status: 'ready',
    detail: '',
    baseUrl: shownUrl(baseUrl),
    defaultModel: settings.defaultModel ?? null,
    source: settings.source,
  };
  try {
    const ids = await listModels(connection, signal);
    const isOfficial = baseUrl.includes('//api.openai.com');
    const defaultModel = settings.defaultModel ?? (ids.includes(suggestedModel) ? suggestedModel : ids[0]);
    return {
      ...provider,
      detail: `${isOfficial ? 'OpenAI' : 'The server'} answers and lists ${ids.length} ${ids.length === 1 ? 'model' : 'models'}.`,
      defaultModel: defaultModel ?? null,
      models: toModels(ids, defaultModel),
    };
  } catch (error) {
    return { ...provider, ...troubleOf(error, connection, settings) };
  }
}

async function listModels({ client }: OpenAiConnection, signal: AbortSignal): Promise<string[]> {
  const ids: string[] = [];
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  for await (const { id } of client.models.list({ signal: deadline, timeout: timeoutMs })) {
    if (typeof id === 'string' && !notForChat.test(id)) ids.push(id);
    if (ids.length >= 500) break;
  }
  return ids.sort();
}

function toModels(ids: string[], defaultModel: string | undefined): Provider['models'] {
  const ordered =
    defaultModel === undefined ? ids : [defaultModel, ...ids.filter((id) => id !== defaultModel)];
  return ordered.map((id) => modelOf(id, { isLocal: false }));
}

function troubleOf(
  error: unknown,
  connection: OpenAiConnection,
  settings: ProviderSettings,
): Partial<Provider> {
  const { place, apiKey } = connection;
  const translated = translateOpenAiError(error, { place, apiKey, model: settings.defaultModel ?? '' });
  // Some servers chat but list nothing; with a model named by hand they can be used.
  if (isSandsmithError(translated, 'model.request-refused') && settings.defaultModel) {
    return {
      status: 'ready',
      detail: 'The server answers but does not list its models; the one from the settings is used.',
      models: toModels([settings.defaultModel], undefined),
    };
  }
  const status = isSandsmithError(translated, 'model.authentication-failed')
    ? 'not-configured'
    : 'unreachable';
  return { status, detail: messageOf(translated) };
}

/** Without a user and password that an address may hold. */
function shownUrl(baseUrl: string): string {
  const url = new URL(baseUrl);
  url.username = '';
  url.password = '';
  url.search = '';
  return url.href.replace(/\/$/, '');
}
