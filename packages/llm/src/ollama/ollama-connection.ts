import { SandsmithError } from '@sandsmith/foundation/errors';
import { Ollama } from 'ollama';
import type { ProviderSettings } from '../model-port.ts';
import { ollamaStatusError, translateOllamaError } from './ollama-errors.ts';

export const defaultOllamaUrl = 'http://127.0.0.1:11434';

export interface OllamaConnection {
  /** Host and port, for messages. */
  place: string;
  baseUrl: string;
  /** A client for one call: the library itself takes no signal. Its errors are SandsmithErrors. */
  client(options: { signal: AbortSignal; model: string }): Ollama;
}

export function createOllamaConnection({ baseUrl, apiKey }: ProviderSettings): OllamaConnection {
  const host = normalUrl(baseUrl ?? defaultOllamaUrl);
  const place = new URL(host).host;
  return {
    place,
    baseUrl: host,
    client: ({ signal, model }) =>
      new Ollama({
        host,
        headers: apiKey === undefined ? {} : { Authorization: `Bearer ${apiKey}` },
        fetch: (input, init) => guardedFetch(input, init, { signal, model, place }),
      }),
  };
}

/** Adds the call's signal, and reads refusals here: the library would write to the console about them. */
async function guardedFetch(
  input: Parameters<typeof fetch>[0],
  init: RequestInit | undefined,
  { signal, model, place }: { signal: AbortSignal; model: string; place: string },
): Promise<Response> {
  const signals = init?.signal ? AbortSignal.any([signal, init.signal]) : signal;
  let response: Response;
  try {
    response = await fetch(input, { ...init, signal: signals });
  } catch (error) {
    signal.throwIfAborted();
    throw translateOllamaError(error, { place, model });
  }
  if (response.ok) return response;
  const text = await response.text().catch(() => '');
  throw ollamaStatusError(response.status, reasonIn(text, response.statusText), { place, model });
}

function reasonIn(text: string, otherwise: string): string {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === 'object' && body !== null && 'error' in body) return String(body.error).slice(0, 600);
  } catch {
    // Not JSON: the text itself is what was said.
  }
  return text.trim().slice(0, 600) || otherwise;
}

/** As Ollama's own tools take it: `host`, `host:port` or a whole URL, with or without a trailing `/api` or `/v1`. */
function normalUrl(address: string): string {
  const trimmed = address
    .trim()
    .replace(/\/+$/, '')
    .replace(/\/(api|v1)$/, '');
  const withProtocol = trimmed.includes('://') ? trimmed : `http://${trimmed}`;
  if (URL.canParse(withProtocol) && /^https?:/.test(withProtocol)) {
    const hasPort = trimmed.includes('://') || /:\d+$/.test(trimmed);
    return hasPort ? withProtocol : `${withProtocol}:11434`;
  }
  throw new SandsmithError({
    code: 'model.not-configured',
    message:
      'The address of Ollama is not a URL. Write it as http://host:11434 in OLLAMA_BASE_URL or on the Models screen.',
  });
}
