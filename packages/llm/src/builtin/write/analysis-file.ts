import type { AnalysisParts } from './analysis-parts.ts';
import { docstring } from './python/function-source.ts';
import { type Code, lines, statements, values } from './python/layout.ts';
import { pythonComment } from './python/python-literal.ts';
import { supportCode } from './support-code.ts';

const standardLibrary =
  /^(import|from) (argparse|calendar|collections|dataclasses|html|http|itertools|json|math|operator|os|pathlib|re|string|sys|threading|typing|urllib)\b/;

/** Import lines in their usual order: the standard library, a blank line, the rest. */
export function importBlock(imports: readonly string[]): string {
  const order = (line: string): string => `${line.startsWith('from') ? 1 : 0}${line}`;
  const sorted = imports.toSorted((a, b) => (order(a) < order(b) ? -1 : 1));
  const standard = sorted.filter((line) => standardLibrary.test(line));
  const others = sorted.filter((line) => !standardLibrary.test(line));
  return [standard.join('\n'), others.join('\n')].filter((block) => block !== '').join('\n\n');
}

/** The module's docstring: the request, then what the program does. */
export function moduleDocstring(spec: string, parts: AnalysisParts): string {
  const request = pythonComment(spec).slice(0, 600);
  const files = parts.documents.map((each) => pythonComment(each.document.path)).join(' and ');
  const opening = docstring(request, 0).replace(/\n?"""$/, '');
  return `${opening}\n\nReads ${files}; writes its tables, charts and answer to output/.\n"""`;
}

function assumptionsCode(assumptions: readonly string[]): Code {
  return ['ASSUMPTIONS: list[str] = ', values(...assumptions)];
}

/** The whole of analysis.py. */
export function analysisFile(spec: string, parts: AnalysisParts, assumptions: readonly string[]): string {
  const used = parts.context.used().map((name) => supportCode.get(name));
  const sourcesOf = (kind: 'constant' | 'function'): string[] =>
    used.flatMap((code) => (code?.kind === kind ? [code.source] : []));
  const constants = [
    ...parts.constants,
    ...sourcesOf('constant'),
    lines(assumptionsCode(assumptions)).join('\n'),
  ];
  const main = [
    'def main() -> None:',
    '    """Answer every question and write the results to output/."""',
    statements([
      'OUTPUT_FOLDER.mkdir(exist_ok=True)',
      'answers: list[str] = []',
      ...parts.main,
      '',
      'write_answers(answers)',
    ]),
  ].join('\n');
  const sections = [...sourcesOf('function'), ...parts.functions, main];
  return [
    moduleDocstring(spec, parts),
    '',
    importBlock(parts.context.imports()),
    '',
    constants.join('\n'),
    '',
    '',
    `${sections.join('\n\n\n')}`,
    '',
    '',
    'if __name__ == "__main__":',
    '    main()',
    '',
  ].join('\n');
}
