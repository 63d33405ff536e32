import type { DocumentContext } from '../../../model-port.ts';
import type { AnalysisQuestion, Source } from '../../question.ts';
import { importBlock } from '../analysis-file.ts';
import { joinFunction } from '../load-data/join-tables.ts';
import { loadDocument } from '../load-data/load-document.ts';
import type { LoadedDocument } from '../load-data/loaded-document.ts';
import { loadedDocuments } from '../load-data/loaded-sources.ts';
import { createProgramContext, type ProgramContext } from '../program-context.ts';
import { type SupportName, supportCode } from '../support-code.ts';
import { sourceColumns, type TableColumn } from '../table-column.ts';

/** The part of a blueprint's program that reads its table. */
export interface TableModule {
  context: ProgramContext;
  columns: TableColumn[];
  documents: LoadedDocument[];
  /** The expression that reads the whole table: `load_penguins()`. */
  load: string;
  rowCount: number | undefined;
  constants: string[];
  functions: string[];
}

/** Reads every column of a source, however many documents it is made of. */
export function tableModule(
  source: Source,
  documents: readonly DocumentContext[],
  uses: SupportName[],
): TableModule {
  const context = createProgramContext(documents);
  context.use(...uses);
  const everything: AnalysisQuestion = { kind: 'describe', source, filters: [], slug: 'all', title: 'All' };
  const loaded = loadedDocuments([everything], context);
  const constants: string[] = [];
  const functions: string[] = [];
  for (const each of loaded) {
    const code = loadDocument(each, context);
    constants.push(...code.constants);
    functions.push(code.source);
  }
  const [first, second] = loaded;
  let load = `${first?.loader ?? ''}()`;
  if (source.kind === 'join' && first && second) {
    const joiner = context.names.take('join_documents');
    functions.push(joinFunction(joiner, source, first, second, documents));
    load = `${joiner}(${first.loader}(), ${second.loader}())`;
  }
  const isSingle = source.kind === 'document';
  return {
    context,
    columns: sourceColumns(source, documents),
    documents: loaded,
    load,
    rowCount: isSingle ? first?.document.profile.rowCount : undefined,
    constants,
    functions,
  };
}

/** A module's text: docstring, imports, constants, then functions in order. */
export function moduleText(options: {
  docstring: string;
  module: TableModule;
  imports: string[];
  constants: string[];
  functions: string[];
  isMain: boolean;
}): string {
  const { module } = options;
  const used = module.context.used().map((name) => supportCode.get(name));
  const sourcesOf = (kind: 'constant' | 'function'): string[] =>
    used.flatMap((code) => (code?.kind === kind ? [code.source] : []));
  const constants = [...module.constants, ...sourcesOf('constant'), ...options.constants];
  const functions = [...sourcesOf('function'), ...module.functions, ...options.functions];
  const imports = [...new Set([...module.context.imports(), ...options.imports])];
  const ending = options.isMain ? ['', '', 'if __name__ == "__main__":', '    main()'] : [];
  return [
    options.docstring,
    '',
    importBlock(imports),
    '',
    constants.join('\n'),
    '',
    '',
    functions.join('\n\n\n'),
    ...ending,
    '',
  ].join('\n');
}
