import { SandsmithError } from '@sandsmith/foundation/errors';
import type { DocumentContext } from '../../model-port.ts';
import type { Program } from '../program.ts';
import type { Understanding } from '../question.ts';
import { analysisFile } from './analysis-file.ts';
import { analysisParts } from './analysis-parts.ts';
import { analysisPlan, analysisTitle } from './analysis-plan.ts';
import { blueprints } from './blueprints/blueprints.ts';
import { readmeFile } from './readme-file.ts';
import { testFile } from './tests/test-file.ts';

function writeAnalysis(
  spec: string,
  documents: readonly DocumentContext[],
  understanding: Extract<Understanding, { kind: 'analysis' }>,
): Program {
  const { questions, assumptions } = understanding;
  const parts = analysisParts(questions, documents);
  return {
    plan: analysisPlan(questions, parts, assumptions),
    files: {
      'analysis.py': analysisFile(spec, parts, assumptions),
      'test_analysis.py': testFile(parts),
      'README.md': readmeFile(spec, parts, analysisTitle(questions), assumptions),
    },
  };
}

/** The plan and the files of a program that does what was understood. The same input gives the same program. */
export function writeProgram(options: {
  spec: string;
  documents: DocumentContext[];
  understanding: Understanding;
}): Program {
  const { spec, documents, understanding } = options;
  if (understanding.kind === 'analysis') return writeAnalysis(spec, documents, understanding);
  if (understanding.kind === 'blueprint') {
    const { blueprint, source, title, assumptions } = understanding;
    return blueprints[blueprint]({ spec, documents, source, title, assumptions });
  }
  throw new SandsmithError({ code: 'build.model-cannot', message: understanding.reason });
}
