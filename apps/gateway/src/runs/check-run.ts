import type { CreateRun, Language } from '@sandsmith/contracts/domain/run';
import { SandsmithError } from '@sandsmith/foundation/errors';
import type { Sandbox } from '@sandsmith/sandbox/sandbox-port';
import { invalidInput } from '../http/parse-input.ts';

/** Refuses what cannot run, before anything is stored: language, files, engine; in this order. */
export async function checkRun(run: CreateRun, sandbox: Sandbox): Promise<void> {
  const languages = await sandbox.languages();
  const language = languages.find(({ id }) => id === run.language);
  if (!language) throw languageUnknown(run.language, languages);
  checkFiles(run);
  const reason = await sandbox.unavailableReason();
  if (reason !== undefined)
    throw new SandsmithError({ code: 'sandbox.unavailable', message: reason, isRetryable: true });
}

function checkFiles({ files, entry }: CreateRun): void {
  const seen = new Set<string>();
  files.forEach(({ path }, index) => {
    if (seen.has(path))
      throw invalidInput('body', [{ path: `files.${index}.path`, message: 'is given twice' }]);
    seen.add(path);
  });
  if (entry !== undefined && !seen.has(entry))
    throw invalidInput('body', [{ path: 'entry', message: 'must be one of the files' }]);
}

function languageUnknown(wanted: string, languages: Language[]): SandsmithError {
  const known = languages.map(({ id }) => id).join(', ');
  return new SandsmithError({
    code: 'run.language-unknown',
    message: `There is no language called ${JSON.stringify(wanted)}. Choose one of: ${known}.`,
  });
}
