import type { CleanQuestion } from '../../question.ts';
import { functionSource } from '../python/function-source.ts';
import { type Code, call } from '../python/layout.ts';
import { pythonFStringText, pythonString } from '../python/python-literal.ts';
import type { QuestionCode, QuestionPart } from '../question-code.ts';
import type { TableColumn } from '../table-column.ts';
import { cleanTests } from '../tests/clean-tests.ts';
import { writers } from '../write-formats.ts';
import { type CleanStep, cleanStep } from './clean-operations.ts';

function stepsOf({ question, columns }: QuestionPart<CleanQuestion>): CleanStep[] {
  let left: TableColumn[] = [...columns];
  return question.operations.map((operation) => {
    const step = cleanStep(operation, left);
    left = step.columns;
    return step;
  });
}

function computeFunction(part: QuestionPart<CleanQuestion>, steps: readonly CleanStep[]): string {
  const body: Code[] = ['cleaned = table.copy()', 'changes = []'];
  for (const step of steps)
    body.push(...step.code, ['', call('changes.append', `(${pythonString(step.words)}, changed)`)]);
  return functionSource({
    name: part.name,
    parameters: ['table: pd.DataFrame'],
    returns: 'tuple[pd.DataFrame, pd.DataFrame]',
    says: `${part.question.title}; give the cleaned rows and what each step changed.`,
    body: [...body, 'return cleaned, pd.DataFrame(changes, columns=["step", "changed"])'],
  });
}

/** Writes a cleaned copy and says in counts what each operation changed. */
export function cleanCode(part: QuestionPart<CleanQuestion>): QuestionCode {
  const { question, name, rows, context } = part;
  const file = `${question.slug}.${question.to}`;
  const changesName = `${question.slug}-changes`;
  const title = pythonFStringText(question.title);
  const steps = stepsOf(part);
  context.use('save_table', writers[question.to]);
  return {
    functions: [computeFunction(part, steps)],
    main: [
      `cleaned, changes = ${name}(${rows})`,
      ['', call('save_table', 'changes', pythonString(changesName), pythonString(question.title))],
      ['count = ', call(writers[question.to], 'cleaned', `OUTPUT_FOLDER / ${pythonString(file)}`)],
      'if count != len(cleaned):',
      [
        '    ',
        call('raise RuntimeError', `f"{count:,} of {len(cleaned):,} rows were read back from ${file}"`),
      ],
      'parts = [f"{change.changed:,} {change.step}" for change in changes.itertuples()]',
      'answers.append(',
      `    f"${title}: {', '.join(parts)}; {len(cleaned):,} of {len(${rows}):,} rows"`,
      `    " are in output/${file}."`,
      ')',
    ],
    outputs: [file, `${changesName}.csv`],
    tests: cleanTests(part),
    summary: question.title,
  };
}
