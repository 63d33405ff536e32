import { isSandsmithError, messageOf, SandsmithError } from '@sandsmith/foundation/errors';
import { APIConnectionError, APIError } from 'openai';
import { connectionCode } from '../stream/connection-code.ts';

export interface ErrorContext {
  place: string;
  model: string;
  apiKey: string | undefined;
}

/** A vendor's error in the product's words. The key is in none of them, not even in a cause. */
export function translateOpenAiError(error: unknown, context: ErrorContext): SandsmithError {
  if (isSandsmithError(error)) return error;
  const said = withoutKey(messageOf(error), context.apiKey);
  const describe = (options: Translation): SandsmithError =>
    new SandsmithError({ ...options, cause: new Error(said) });
  if (error instanceof APIConnectionError || !(error instanceof APIError))
    return describe(lost(error, context));
  return describe(ofStatus(error, said, context));
}

type Translation = Pick<SandsmithError, 'code' | 'message' | 'isRetryable'> & {
  details?: Record<string, unknown>;
};

function lost(error: unknown, { place }: ErrorContext): Translation {
  const code = connectionCode(error);
  const why = code === undefined ? 'the connection broke' : code;
  return {
    code: 'model.unavailable',
    message: `${place} cannot be reached or stopped answering (${why}). Check the address (OPENAI_BASE_URL or the Models screen), that the server runs and that this machine may connect to it, then try again.`,
    isRetryable: true,
  };
}

function ofStatus(error: APIError, said: string, context: ErrorContext): Translation {
  const { place, model } = context;
  const refused = { code: 'model.request-refused', isRetryable: false };
  if (isTooLong(error)) {
    return {
      ...refused,
      message: `${place} refused the request: it is longer than ${model} can take. Choose a model with a larger context, attach fewer documents, or shorten the description. It said: ${said}`,
    };
  }
  switch (error.status) {
    case 401:
    case 403:
      return authentication(context, error.status === 403 ? ` It said: ${said}` : '');
    case 404:
      return {
        ...refused,
        message: `${place} has no model ${model}, or no chat service at this address. Choose a model that it lists, or check that the base URL is right (it usually ends in /v1). It said: ${said}`,
      };
    case 429:
      return limited(error, said, context);
  }
  if (error.status === undefined || error.status >= 500 || error.status === 408 || error.status === 409) {
    return {
      code: 'model.unavailable',
      message: `${place} failed to answer. Try again in a moment; if it stays, look at the provider's status page or its log. It said: ${said}`,
      isRetryable: true,
      details: retryAfter(error),
    };
  }
  return {
    ...refused,
    message: `${place} refused the request for ${model}. Choose another model, or check the provider's settings. It said: ${said}`,
  };
}

function authentication({ place, apiKey }: ErrorContext, addition: string): Translation {
  const what = apiKey === undefined ? 'asks for a key, and none is set' : 'refused the key';
  return {
    code: 'model.authentication-failed',
    message: `${place} ${what}. Set a valid one in OPENAI_API_KEY or on the Models screen, and check that it belongs to this address.${addition}`,
    isRetryable: false,
  };
}

function limited(error: APIError, said: string, { place }: ErrorContext): Translation {
  const isUsedUp = error.code === 'insufficient_quota' || error.type === 'insufficient_quota';
  const advice = isUsedUp
    ? 'The quota of this key is used up: add credit with the provider, or use another key or model.'
    : 'Too many requests or tokens in a short time: wait a little, or use another model.';
  return {
    code: 'model.rate-limited',
    message: `${place} is limiting requests. ${advice} It said: ${said}`,
    isRetryable: !isUsedUp,
    details: retryAfter(error),
  };
}

/** Servers have no common code for this, so the words are looked at where the code says nothing. */
function isTooLong(error: APIError): boolean {
  if (error.code === 'context_length_exceeded') return true;
  if (error.status !== 400 && error.status !== 413 && error.status !== 422) return false;
  return (
    error.status === 413 ||
    /context (length|window|size)|maximum context|prompt is too long|too many tokens|exceeds? the (available|maximum) context|input is too long/i.test(
      error.message,
    )
  );
}

function retryAfter(error: APIError): Record<string, unknown> {
  const milliseconds = Number(error.headers?.get('retry-after-ms') ?? Number.NaN);
  if (Number.isFinite(milliseconds) && milliseconds >= 0) return { retryAfterMs: milliseconds };
  const value = error.headers?.get('retry-after');
  if (!value) return {};
  const seconds = Number(value);
  const waitMs = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(value) - Date.now();
  return Number.isFinite(waitMs) ? { retryAfterMs: Math.max(0, waitMs) } : {};
}

/** Takes the key out of a vendor's words, whole or as vendors quote it. */
export function withoutKey(text: string, apiKey: string | undefined): string {
  const named = apiKey ? text.replaceAll(apiKey, '[key]') : text;
  return named.replace(/\b(?:sk|gsk|key|Bearer)[-_ ][\w*.-]{8,}/g, '[key]').slice(0, 600);
}
