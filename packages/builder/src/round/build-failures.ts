import type { BuildFailure } from '@sandsmith/contracts/domain/build';
import { isSandsmithError } from '@sandsmith/foundation/errors';

const internalMessage =
  'Something went wrong on the server, and was written to its log. Resume the build to try again from where it stopped.';

const nextActionsByCode: Record<string, string[]> = {
  'build.budget-exceeded': ['Start a build with a larger budget; the files written so far are kept.'],
  'build.model-cannot': ['Connect a language model in the settings, or say the request in other words.'],
  'model.not-configured': ['Set up the model provider in the settings, then resume the build.'],
  'model.authentication-failed': ["Check the provider's key in the settings, then resume the build."],
  'model.rate-limited': ['Wait a little, then resume the build.'],
  'model.unavailable': [
    "Check that the provider's address is right and that it runs, then resume the build.",
  ],
  'model.output-invalid': ['Resume to ask again, or start the build with a stronger model.'],
  'document.not-found': ['Upload the document again and start a new build with it.'],
  'sandbox.failed': ["Look at the health page for the container engine's state, then resume the build."],
};

/** Why the build stopped, for a person, from whatever was thrown. What is not meant for people is masked. */
export function failureOf(error: unknown, stepId?: string): BuildFailure {
  const isKnown = isSandsmithError(error) && error.code !== 'internal.error';
  const code = isKnown ? error.code : 'internal.error';
  return {
    code,
    message: isKnown ? error.message : internalMessage,
    ...(stepId && { stepId }),
    lines: [],
    tried: [],
    nextActions: nextActionsByCode[code] ?? ['Resume the build to try again.'],
  };
}
