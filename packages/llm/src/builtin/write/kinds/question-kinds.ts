import type { AnalysisQuestion } from '../../question.ts';
import type { QuestionCode, QuestionPart } from '../question-code.ts';
import { aggregateCode } from './aggregate.ts';
import { rankCode } from './rank.ts';
import { trendCode } from './trend.ts';

/** The code of a question, by its kind. */
export function questionCode(part: QuestionPart): QuestionCode {
  const { question } = part;
  switch (question.kind) {
    case 'aggregate':
      return aggregateCode({ ...part, question });
    case 'rank':
      return rankCode({ ...part, question });
    case 'trend':
      return trendCode({ ...part, question });
    default:
      throw new Error(`not written yet: ${(question satisfies AnalysisQuestion).kind}`);
  }
}
