import type { DescribeQuestion } from '../../question.ts';
import { functionSource } from '../python/function-source.ts';
import { type Code, call } from '../python/layout.ts';
import { pythonFStringText, pythonString } from '../python/python-literal.ts';
import type { QuestionCode, QuestionPart } from '../question-code.ts';
import { testSource } from '../tests/test-source.ts';

function computeFunction({ question, name, columns }: QuestionPart<DescribeQuestion>): string {
  const hasCategory = columns.some((column) => column.isCategory);
  const known = hasCategory
    ? [
        'known = values.dropna()',
        'if isinstance(known.dtype, pd.CategoricalDtype):',
        '    known = known.cat.as_ordered()',
      ]
    : ['known = values.dropna()'];
  const inLoop: Code[] = [
    'values = table[name]',
    ...known,
    'is_number = pd.api.types.is_numeric_dtype(known) and not pd.api.types.is_bool_dtype(known)',
    'rows.append(',
    '    {',
    '        "column": name,',
    '        "type": str(values.dtype),',
    '        "count": len(known),',
    '        "missing": len(values) - len(known),',
    '        "distinct": known.nunique(),',
    '        "mean": known.mean() if is_number else None,',
    '        "min": None if known.empty else known.min(),',
    '        "max": None if known.empty else known.max(),',
    '    }',
    ')',
  ];
  return functionSource({
    name,
    parameters: ['table: pd.DataFrame'],
    returns: 'pd.DataFrame',
    says: `${question.title}: what each column holds.`,
    body: [
      'rows = []',
      'for name in table.columns:',
      ...inLoop.map((code) => `    ${String(code)}`),
      'return pd.DataFrame(rows)',
    ],
  });
}

/** What is said of every column. */
export function describeCode(part: QuestionPart<DescribeQuestion>): QuestionCode {
  const { question, name, rows, context } = part;
  context.use('save_table');
  const title = pythonFStringText(question.title);
  const body: Code[] = [
    'table = pd.DataFrame({"number": [1.0, 3.0, None, 3.0], "text": ["b", None, "a", "a"]})',
    `result = analysis.${name}(table).set_index("column")`,
    'assert result["count"].tolist() == [3, 3]',
    'assert result["missing"].tolist() == [1, 1]',
    'assert result["distinct"].tolist() == [2, 2]',
    'assert result["mean"].iloc[0] == pytest.approx(7 / 3)',
    'assert result["min"].tolist() == [1.0, "a"]',
    'assert result["max"].tolist() == [3.0, "b"]',
  ];
  return {
    functions: [computeFunction(part)],
    main: [
      `result = ${name}(${rows})`,
      ['', call('save_table', 'result', pythonString(question.slug), pythonString(question.title))],
      'missing = int(result["missing"].sum())',
      'answers.append(',
      `    f"${title}: {len(${rows}):,} rows, {len(result):,} columns, {missing:,} missing values."`,
      ')',
    ],
    outputs: [`${question.slug}.csv`],
    tests: [testSource(`${name}_of_a_few_rows`, body)],
    summary: question.title,
  };
}
