import type { QuestionCode, QuestionPart } from '../question-code.ts';
import { aggregateCode } from './aggregate.ts';
import { cleanCode } from './clean.ts';
import { convertCode } from './convert.ts';
import { correlationCode } from './correlation.ts';
import { describeCode } from './describe.ts';
import { distributionCode } from './distribution.ts';
import { joinCode } from './join.ts';
import { rankCode } from './rank.ts';
import { selectCode } from './select.ts';
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
    case 'select':
      return selectCode({ ...part, question });
    case 'distribution':
      return distributionCode({ ...part, question });
    case 'correlation':
      return correlationCode({ ...part, question });
    case 'describe':
      return describeCode({ ...part, question });
    case 'clean':
      return cleanCode({ ...part, question });
    case 'convert':
      return convertCode({ ...part, question });
    case 'join':
      return joinCode({ ...part, question });
  }
}
