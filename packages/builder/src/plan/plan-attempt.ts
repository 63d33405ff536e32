import { type Plan, planSchema } from '@sandsmith/contracts/domain/plan';
import { isSandsmithError, SandsmithError } from '@sandsmith/foundation/errors';
import type { ChatMessage } from '@sandsmith/llm/model-port';
import { parseJson } from '@sandsmith/llm/structured/parse-json';
import { z } from 'zod';
import type { BuilderContext } from '../builder-context.ts';
import type { WorkScope } from '../events/build-recorder.ts';
import { findBuildDocuments, toDocumentContexts } from '../model/build-documents.ts';
import { callModel, modelCalled } from '../model/call-model.ts';
import { plannerCorrection, plannerMessages } from '../prompts/planner-prompt.ts';
import { planFaults } from './check-plan.ts';
import { looksLikePlan, normalisePlan } from './normalise-plan.ts';

export type PlanAttempt = { plan: Plan } | { text: string; issues: string[] };

const jsonSchema = { ...z.toJSONSchema(planSchema, { io: 'input', unrepresentable: 'any' }) };

function readPlan(text: string, languageIds: readonly string[]): PlanAttempt {
  let value: unknown;
  try {
    value = parseJson(text, { fits: looksLikePlan });
  } catch (error) {
    if (!isSandsmithError(error, 'model.output-invalid')) throw error;
    return { text, issues: ['it holds no JSON that can be read'] };
  }
  const result = normalisePlan(value);
  if ('issues' in result) return { text, issues: result.issues };
  const faults = planFaults(result.plan, languageIds);
  return faults.length === 0
    ? result
    : { text, issues: faults.map(({ path, message }) => `${path}: ${message}`) };
}

/** One call of the planner, and what became of its answer. */
export async function attemptPlan(
  context: BuilderContext,
  scope: WorkScope,
  options: { attempt: number; previous: { text: string; issues: string[] } | undefined },
): Promise<PlanAttempt> {
  const { recorder, builds, sandbox, workspace } = context;
  const build = await recorder.patiently(scope.signal, () => builds.findById(scope.buildId));
  if (!build)
    throw new SandsmithError({ code: 'build.not-found', message: 'The build was deleted meanwhile.' });
  const found = await recorder.patiently(scope.signal, () => findBuildDocuments(context, build));
  const documents = toDocumentContexts(found);
  const languageIds = (await sandbox.languages()).map(({ id }) => id);
  const tree = await workspace.tree(build.projectId);
  const projectFiles = tree.filter(({ kind }) => kind === 'file').map(({ path }) => path);
  const messages: ChatMessage[] = plannerMessages({ spec: build.spec, documents, languageIds, projectFiles });
  if (options.previous) messages.push(...plannerCorrection(options.previous.text, options.previous.issues));

  const answer = await callModel(context, scope, {
    request: {
      messages,
      task: { role: 'planner', spec: build.spec, documents },
      output: { name: 'build_plan', schema: jsonSchema },
    },
    onTry: () => recorder.append(scope, { type: 'plan.started', payload: { attempt: options.attempt } }),
    onDelta: (text) => recorder.append(scope, { type: 'plan.delta', payload: { text } }),
  });
  const called = modelCalled('planner', answer);
  await recorder.record(scope, {
    once: `${scope.round}/plan/${options.attempt}`,
    build: called.build,
    events: (after) => [called.event(after)],
  });
  const result = readPlan(answer.text, languageIds);
  if ('issues' in result && answer.reason === 'length')
    return {
      ...result,
      issues: [...result.issues, 'the answer was cut off at its length limit: be shorter'],
    };
  return result;
}
