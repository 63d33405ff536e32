import type { Usage } from '@sandsmith/contracts/domain/build';
import type { BuildEntry } from '@sandsmith/db/repositories/build-log';
import type { BuildRecord } from '@sandsmith/db/repositories/build-records';
import { isSandsmithError, SandsmithError } from '@sandsmith/foundation/errors';
import { retry } from '@sandsmith/foundation/retry';
import type { FinishReason, LanguageModel, ModelRequest } from '@sandsmith/llm/model-port';
import type { BuilderContext } from '../builder-context.ts';
import type { WorkScope } from '../events/build-recorder.ts';
import { createDeltaStream } from '../events/delta-stream.ts';

export interface ModelAnswer {
  text: string;
  reason: FinishReason;
  usage: Usage;
  durationMs: number;
}

const attempts = 3;
/** No file and no plan is this long: a model that goes on and on is stopped. */
const maxAnswerCharacters = 2_000_000;

/** Throws `build.budget-exceeded` where what was used has reached the build's budget. */
export function checkBudget({ budget, usage }: Pick<BuildRecord, 'budget' | 'usage'>): void {
  if (!budget) return;
  const tokens = usage.inputTokens + usage.outputTokens;
  const isTokensUsed = budget.maxTokens !== undefined && tokens >= budget.maxTokens;
  const isCostUsed = budget.maxCostUsd !== undefined && usage.costUsd >= budget.maxCostUsd;
  if (!isTokensUsed && !isCostUsed) return;
  const used = isTokensUsed
    ? `${tokens} of ${budget.maxTokens} tokens`
    : `$${usage.costUsd.toFixed(4)} of $${budget.maxCostUsd}`;
  throw new SandsmithError({
    code: 'build.budget-exceeded',
    message:
      `The budget of this build is used up (${used}), so no further model call was made. ` +
      'What was finished is kept. Start a build with a larger budget to go on.',
    details: { budget, usage },
  });
}

function answerTooLong(model: string): SandsmithError {
  return new SandsmithError({
    code: 'model.output-invalid',
    message: `The model ${model} did not come to an end and was stopped. Resume the build to ask again, or use another model.`,
  });
}

async function streamOnce(
  model: LanguageModel,
  request: ModelRequest,
  options: { signal: AbortSignal; onText: (text: string) => void },
): Promise<Omit<ModelAnswer, 'durationMs'>> {
  let characters = 0;
  for await (const event of model.stream(request, { signal: options.signal })) {
    if (event.type === 'text.delta') {
      characters += event.text.length;
      if (characters > maxAnswerCharacters) throw answerTooLong(request.model);
      options.onText(event.text);
    }
    if (event.type === 'finish') return { text: event.text, reason: event.reason, usage: event.usage };
  }
  options.signal.throwIfAborted();
  throw new SandsmithError({
    code: 'model.unavailable',
    message: `The model ${request.model} ended its answer without finishing it. Resume the build to ask again.`,
    isRetryable: true,
  });
}

/** Asks the build's model; trouble that may pass is tried again. Deltas go to `onDelta`, batched. */
export async function callModel(
  context: BuilderContext,
  scope: WorkScope,
  call: {
    request: Omit<ModelRequest, 'model'>;
    /** Before each try: what came of an earlier one is void. */
    onTry?: () => Promise<void>;
    onDelta?: (text: string) => Promise<void>;
  },
): Promise<ModelAnswer> {
  const { signal, buildId } = scope;
  const build = await context.recorder.patiently(signal, () => context.builds.findById(buildId));
  const ownerId = await context.recorder.patiently(signal, () => context.builds.ownerId(buildId));
  if (!build || !ownerId)
    throw new SandsmithError({ code: 'build.not-found', message: 'The build was deleted meanwhile.' });
  checkBudget(build);
  const model = await context.resolveModel({ ownerId, provider: build.provider });
  const startedMs = performance.now();
  const isRetryable = (error: unknown) => isSandsmithError(error) && error.isRetryable;
  const answer = await retry(
    async () => {
      await call.onTry?.();
      const deltas = createDeltaStream(async (text) => call.onDelta?.(text));
      try {
        return await streamOnce(
          model,
          { ...call.request, model: build.model },
          { signal, onText: deltas.push },
        );
      } finally {
        await deltas.end();
      }
    },
    { attempts, baseMs: 1_000, maxMs: 10_000, isRetryable, signal },
  );
  return { ...answer, durationMs: Math.round(performance.now() - startedMs) };
}

/** What stores a finished call: its usage, counted once, and the event that tells it. */
export function modelCalled(
  role: string,
  answer: ModelAnswer,
  stepId?: string,
): Pick<BuildEntry, 'build'> & { event: (build: BuildRecord) => ReturnType<typeof eventOf> } {
  return {
    build: { usage: answer.usage },
    event: (build) => eventOf({ role, answer, stepId, build }),
  };
}

function eventOf(facts: { role: string; answer: ModelAnswer; stepId?: string; build: BuildRecord }) {
  const { role, answer, stepId, build } = facts;
  const { usage, durationMs } = answer;
  const payload = { role, model: build.model, durationMs, usage, total: build.usage };
  return { type: 'model.called' as const, stepId, payload };
}
