import type { ChatMessage, DocumentContext } from '@sandsmith/llm/model-port';
import { describeDocuments } from './describe-documents.ts';
import { containerRules } from './house-rules.ts';

export interface PlannerFacts {
  spec: string;
  documents: readonly DocumentContext[];
  languageIds: readonly string[];
  /** Paths that the project holds already. */
  projectFiles: readonly string[];
}

const answerShape = `{
  "title": "a few words",
  "summary": "one or two sentences on what will be built",
  "steps": [{
    "id": "write-analysis",
    "kind": "write",
    "title": "Write the analysis",
    "instructions": "what the step has to achieve, precisely",
    "dependsOn": [],
    "files": ["analysis.py"],
    "language": "python",
    "acceptance": { "command": "python3 -m py_compile analysis.py" }
  }]
}`;

export function plannerMessages(facts: PlannerFacts): ChatMessage[] {
  const { spec, documents, languageIds, projectFiles } = facts;
  const system = `You plan small pieces of software that are then written and run step by step, without a person's help.

${containerRules}

Answer with one JSON object and nothing else:
${answerShape}

Rules of a plan:
- kind is one of: write (files of the program), install (packages from a registry), run (executes the program), test (executes tests), document (text for people).
- Steps that do not need each other do not depend on each other: they run at the same time. A step that runs or tests code depends on the steps that write it, and on the install step where there is one.
- Every file is written by exactly one step. Paths are relative to the project; never below data/ or output/.
- language is one of: ${languageIds.join(', ')}. The acceptance command is a sh command run in that language's container, and must fail when the step's work is wrong.
- As few steps as do the job well: usually write, run, test and a README. Do not plan an install step for packages that are there.`;
  const existing =
    projectFiles.length === 0
      ? 'The project has no files yet.'
      : `Files in the project: ${projectFiles
          .slice(0, 200)
          .map((path) => JSON.stringify(path))
          .join(', ')}`;
  const user = `${describeDocuments(documents)}\n\n${existing}\n\nThe request of the person:\n<request>\n${spec}\n</request>`;
  return [
    { role: 'system', content: system },
    { role: 'user', content: user },
  ];
}

/** Asks again after an answer that could not be used. */
export function plannerCorrection(answer: string, issues: readonly string[]): ChatMessage[] {
  const list = issues.map((issue) => `- ${issue}`).join('\n');
  return [
    { role: 'assistant', content: answer.trim().slice(0, 12_000) || '(empty)' },
    {
      role: 'user',
      content: `That plan cannot be used:\n${list}\nSend the whole plan again with these points mended, as one JSON object and nothing else.`,
    },
  ];
}
