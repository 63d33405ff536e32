import { SandsmithError } from '@sandsmith/foundation/errors';

const shownCharacters = 500;

/** An answer that cannot be used: what was wrong, and its first 500 characters. */
export function outputInvalid(
  what: string,
  answer: string,
  details: Record<string, unknown> = {},
): SandsmithError {
  const characters = [...answer.trim()];
  const beginning = characters.slice(0, shownCharacters).join('');
  const shown =
    beginning === ''
      ? 'The answer was empty.'
      : `The answer began: ${beginning}${characters.length > shownCharacters ? '…' : ''}`;
  return new SandsmithError({
    code: 'model.output-invalid',
    message: `${what} Try again, or choose a larger model. ${shown}`,
    isRetryable: true,
    details: { beginning, ...details },
  });
}
