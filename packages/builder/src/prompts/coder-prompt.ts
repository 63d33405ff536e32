import type { Plan, PlanStep } from '@sandsmith/contracts/domain/plan';
import type { ChatMessage, DocumentContext } from '@sandsmith/llm/model-port';
import { describeDocuments } from './describe-documents.ts';
import { listFiles } from './file-listing.ts';
import { containerRules } from './house-rules.ts';

const maxFileCharacters = 40_000;

/** The plan in a few lines a step: enough to fit the file to what the others do. */
export function outlinePlan(plan: Plan): string {
  const lines = plan.steps.map((step) => {
    const files = step.files.length > 0 ? `; files ${step.files.join(', ')}` : '';
    const after = step.dependsOn.length > 0 ? `; after ${step.dependsOn.join(', ')}` : '';
    return `- ${step.id} (${step.kind}): ${step.title}${files}${after}; accepted by: ${step.acceptance.command}`;
  });
  return `${plan.title}\n${plan.summary}\n${lines.join('\n')}`;
}

export function coderMessages(facts: {
  spec: string;
  documents: readonly DocumentContext[];
  plan: Plan;
  step: PlanStep;
  path: string;
  /** Files that stand already and matter to this one. */
  files: Record<string, string>;
}): ChatMessage[] {
  const { spec, documents, plan, step, path, files } = facts;
  const system = `You write one file of a small program, complete and ready to run.

${containerRules}

Code that a good engineer would keep: small functions, clear names, types where the language has them, no dead code, no placeholders. Handle the missing and odd values that the documents' profiles show.

Answer with the content of the file and nothing else: no explanation, no code fence.`;
  const user = `${describeDocuments(documents)}

The request of the person:
<request>
${spec}
</request>

The plan:
${outlinePlan(plan)}

Files that stand already:
${listFiles(files, maxFileCharacters)}

This step: ${step.title}
${step.instructions}
It is accepted when this command exits with 0: ${step.acceptance.command}

Write the file ${path} (${step.language}).`;
  return [
    { role: 'system', content: system },
    { role: 'user', content: user },
  ];
}
