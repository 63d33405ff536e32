import type { Model } from '@sandsmith/contracts/domain/provider';
import { delay } from '@sandsmith/foundation/delay';
import { isSandsmithError, SandsmithError } from '@sandsmith/foundation/errors';
import { retry } from '@sandsmith/foundation/retry';
import { estimatePromptTokens, estimateTokens, type TokenCount, usageWithCost } from '../cost.ts';
import type { FinishReason, ModelEvent, ModelRequest } from '../model-port.ts';
import { nextWithin } from './next-within.ts';
import type { StreamPolicy } from './stream-policy.ts';

/** What a driver makes of its vendor's stream. `thought` is activity that no person is shown. */
export type VendorEvent =
  | { type: 'text'; text: string }
  | { type: 'thought'; characters: number }
  | ({ type: 'usage' } & TokenCount)
  | { type: 'end'; reason: FinishReason };

export interface AnswerOptions {
  request: ModelRequest;
  signal: AbortSignal;
  policy: StreamPolicy;
  price: Model['price'];
  /** Names the vendor in errors: `OpenAI at api.openai.com`. */
  place: string;
  /** One call to the vendor, errors translated. It must end when the signal is aborted. */
  open: (signal: AbortSignal) => AsyncIterable<VendorEvent>;
}

interface Attempt {
  next: (timeoutMs: number) => Promise<IteratorResult<VendorEvent>>;
  close: () => void;
}

/** The port's events for one request: retried until the first token, guarded by deadlines, usage always told. */
export async function* streamAnswer(options: AnswerOptions): AsyncGenerator<ModelEvent> {
  const { request, policy, signal, price, place } = options;
  signal.throwIfAborted();
  const { attempt, opening } = await openWithRetry(options);
  const texts: string[] = [];
  let thoughtCharacters = 0;
  let reason: FinishReason | undefined;
  let tokens: TokenCount | undefined;
  try {
    for (let index = 0; ; index += 1) {
      const result =
        index < opening.length ? { value: opening[index] } : await attempt.next(policy.idleTimeoutMs);
      const event: VendorEvent | undefined = result.value;
      if (!event) break;
      if (event.type === 'text') {
        texts.push(event.text);
        yield { type: 'text.delta', text: event.text };
        signal.throwIfAborted();
      } else if (event.type === 'thought') thoughtCharacters += event.characters;
      else if (event.type === 'usage') tokens = event;
      else reason = event.reason;
    }
  } finally {
    attempt.close();
  }
  if (reason === undefined) throw brokenOff(place);
  const text = texts.join('');
  const usage = usageWithCost(
    tokens ?? {
      inputTokens: estimatePromptTokens(request.messages),
      outputTokens: estimateTokens(text.length + thoughtCharacters),
    },
    price,
  );
  yield { type: 'usage', usage };
  yield { type: 'finish', reason, text, usage };
}

/** Opens the stream and reads to its first token, the only part that may be tried again. */
async function openWithRetry(options: AnswerOptions): Promise<{ attempt: Attempt; opening: VendorEvent[] }> {
  const { policy, signal } = options;
  return retry(
    async (number) => {
      const attempt = begin(options);
      try {
        return { attempt, opening: await readOpening(attempt, options) };
      } catch (error) {
        attempt.close();
        const waitMs = retryAfterMs(error);
        if (waitMs > 0 && number < policy.attempts && isWorthRetrying(error, policy))
          await delay(waitMs, signal);
        throw error;
      }
    },
    {
      attempts: policy.attempts,
      baseMs: policy.retryBaseMs,
      maxMs: 20_000,
      isRetryable: (error) => isWorthRetrying(error, policy),
      signal,
    },
  );
}

async function readOpening(attempt: Attempt, { policy, place }: AnswerOptions): Promise<VendorEvent[]> {
  const opening: VendorEvent[] = [];
  for (;;) {
    const timeoutMs = opening.length === 0 ? policy.firstByteTimeoutMs : policy.idleTimeoutMs;
    const result = await attempt.next(timeoutMs);
    if (result.done) {
      if (!opening.some((event) => event.type === 'end')) throw brokenOff(place);
      return opening;
    }
    opening.push(result.value);
    if (result.value.type === 'text') return opening;
  }
}

function begin({ open, signal, place }: AnswerOptions): Attempt {
  const own = new AbortController();
  const iterator = open(AbortSignal.any([signal, own.signal]))[Symbol.asyncIterator]();
  return {
    next: (timeoutMs) =>
      nextWithin(iterator, { timeoutMs, signal, timeoutError: () => timedOut(place, timeoutMs) }),
    close() {
      own.abort();
      // The vendor's library may be waiting for bytes still; its end is of no interest here.
      iterator.return?.().catch(() => undefined);
    },
  };
}

function retryAfterMs(error: unknown): number {
  const value = isSandsmithError(error) ? error.details['retryAfterMs'] : undefined;
  return typeof value === 'number' ? value : 0;
}

function isWorthRetrying(error: unknown, policy: StreamPolicy): boolean {
  if (!isSandsmithError(error) || !error.isRetryable) return false;
  // Waiting the whole deadline again would keep a person waiting for minutes: the caller decides.
  return error.details['timedOut'] !== true && retryAfterMs(error) <= policy.maxRetryWaitMs;
}

function timedOut(place: string, timeoutMs: number): SandsmithError {
  return new SandsmithError({
    code: 'model.unavailable',
    message: `${place} sent nothing for ${Math.round(timeoutMs / 100) / 10} s. The model may be overloaded or still loading; try again, or choose a smaller model.`,
    isRetryable: true,
    details: { timedOut: true },
  });
}

function brokenOff(place: string): SandsmithError {
  return new SandsmithError({
    code: 'model.unavailable',
    message: `${place} ended the connection before the answer was complete. Try again.`,
    isRetryable: true,
  });
}
