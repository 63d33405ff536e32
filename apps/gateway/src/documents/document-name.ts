import { filePathFault } from '@sandsmith/contracts/domain/file-path';
import { SandsmithError } from '@sandsmith/foundation/errors';

/** A name that is safe as a file below the program's `data/` folder: one segment, nothing hidden in it. */
export function checkDocumentName(name: string | undefined): string {
  const trimmed = (name ?? '').normalize('NFC').trim();
  const fault = trimmed.includes('/') ? 'must not hold folders' : filePathFault(trimmed);
  if (!fault) return trimmed;
  throw new SandsmithError({
    code: 'document.name-invalid',
    message: `The file name ${JSON.stringify(trimmed.slice(0, 80))} is not allowed: it ${fault}. Rename the file and upload it again.`,
  });
}

/** `sales.csv` becomes `sales (2).csv` where the project has one already. */
export function freeDocumentName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  const dot = name.lastIndexOf('.');
  const stem = dot > 0 ? name.slice(0, dot) : name;
  const extension = dot > 0 ? name.slice(dot) : '';
  for (let number = 2; ; number += 1) {
    const candidate = `${stem} (${number})${extension}`;
    if (!taken.has(candidate)) return candidate;
  }
}
