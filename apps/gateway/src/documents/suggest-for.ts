import type { DocumentRecord } from '@sandsmith/db/repositories/documents';
import { suggestQuestions } from '@sandsmith/llm/builtin/understand/suggest-questions';

const maxSuggestions = 6;

/** Requests in plain language that work with what is in these documents; none while nothing is ready. */
export function suggestFor(documents: DocumentRecord[]): string[] {
  const known = documents.flatMap(({ name, profile }) =>
    profile ? [{ name, path: `data/${name}`, profile }] : [],
  );
  return known.length === 0 ? [] : suggestQuestions(known).slice(0, maxSuggestions);
}
