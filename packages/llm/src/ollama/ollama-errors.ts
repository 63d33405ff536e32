import { isSandsmithError, messageOf, SandsmithError } from '@sandsmith/foundation/errors';
import { connectionCode } from '../stream/connection-code.ts';

export interface OllamaErrorContext {
  place: string;
  model: string;
}

/** An HTTP status and the reason that Ollama gives, in the product's words. */
export function ollamaStatusError(
  status: number,
  said: string,
  { place, model }: OllamaErrorContext,
): SandsmithError {
  if (status === 404) {
    return new SandsmithError({
      code: 'model.request-refused',
      message: `Ollama at ${place} does not have the model ${model}. Fetch it with \`ollama pull ${model}\`, or choose one that it lists. It said: ${said}`,
    });
  }
  if (status === 401 || status === 403) {
    return new SandsmithError({
      code: 'model.authentication-failed',
      message: `Ollama at ${place} refused access. Enter the right key on the Models screen, or check the proxy in front of it.`,
    });
  }
  if (status < 500) {
    return new SandsmithError({
      code: status === 429 ? 'model.rate-limited' : 'model.request-refused',
      message: `Ollama at ${place} refused the request for ${model}. Choose another model, or update Ollama. It said: ${said}`,
      isRetryable: status === 429,
    });
  }
  return failure(said, { place, model });
}

/** A failure of the model's runner. A model too large for the machine stays too large. */
export function failure(said: string, { place, model }: OllamaErrorContext): SandsmithError {
  const isTooLarge = /more system memory|out of memory|cudaMalloc/i.test(said);
  const advice = isTooLarge
    ? 'The machine has too little free memory for it: choose a smaller model, or free memory.'
    : 'Try again; if it stays, look at the log of Ollama.';
  return new SandsmithError({
    code: isTooLarge ? 'model.request-refused' : 'model.unavailable',
    message: `Ollama at ${place} failed to run ${model}. ${advice} It said: ${said}`,
    isRetryable: !isTooLarge,
  });
}

/** Anything else thrown on the way to Ollama: it is not there, or the connection broke. */
export function translateOllamaError(error: unknown, { place }: OllamaErrorContext): SandsmithError {
  if (isSandsmithError(error)) return error;
  const why = connectionCode(error) ?? 'the connection broke';
  return new SandsmithError({
    code: 'model.unavailable',
    message: `Ollama does not answer at ${place} (${why}). Start it with \`ollama serve\` (it comes from https://ollama.com/download), or set its address in OLLAMA_BASE_URL or on the Models screen.`,
    cause: new Error(messageOf(error)),
    isRetryable: true,
  });
}
