import type { AnalysisQuestion, Filter, Source } from '../../question.ts';
import type { Reading } from '../read/reading.ts';
import { slugOf, withFilters } from '../titles.ts';

/** The parts every question has. The slug follows the title. */
export function questionBase(
  reading: Reading,
  title: string,
): { source: Source; filters: Filter[]; title: string; slug: string } {
  const full = withFilters(title, reading.filters);
  const joined = reading.table.source.kind === 'join' ? `${full} (joined)` : full;
  return { source: reading.table.source, filters: [...reading.filters], title: joined, slug: slugOf(full) };
}

/** A reader of one kind of question: the question, or nothing where the clause is not of its kind. */
export type KindReader = (reading: Reading) => AnalysisQuestion | undefined;
