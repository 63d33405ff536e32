import { filePathFault } from '@sandsmith/contracts/domain/file-path';
import { isSandsmithError } from '@sandsmith/foundation/errors';
import { parseRepairAnswer, type RepairAnswer } from '@sandsmith/llm/structured/parse-repair';
import { z } from 'zod';
import type { BuilderContext } from '../builder-context.ts';
import type { WorkScope } from '../events/build-recorder.ts';
import { findBuildDocuments, toDocumentContexts } from '../model/build-documents.ts';
import { callModel, type ModelAnswer, modelCalled } from '../model/call-model.ts';
import { repairerMessages } from '../prompts/repairer-prompt.ts';
import { readTextFiles } from './project-files.ts';
import type { CommandOutcome } from './run-command.ts';
import { readStep, type StepFacts } from './step-facts.ts';
import { storeFile } from './write-file.ts';

export const maxRepairs = 3;

const deltaCharacters = 8_192;
const answerSchema = {
  ...z.toJSONSchema(
    z.object({
      diagnosis: z.string(),
      files: z.array(z.object({ path: z.string(), content: z.string() })),
    }),
  ),
};

export interface RepairFacts {
  stepId: string;
  repair: number;
  failure: CommandOutcome;
  earlierSignatures: string[];
  tried: string[];
}

async function ask(
  context: BuilderContext,
  scope: WorkScope,
  { facts, step }: { facts: RepairFacts; step: StepFacts },
): Promise<ModelAnswer> {
  const { failure, repair, earlierSignatures, tried } = facts;
  const { build, plan } = step;
  const documents = toDocumentContexts(await findBuildDocuments(context, build));
  const files = await readTextFiles(context, build.projectId);
  const messages = repairerMessages({
    ...{ spec: build.spec, documents, plan, step: step.step, files, repair, tried },
    failure: { ...failure, message: failure.explanation },
    isRepeated: earlierSignatures.includes(failure.signature),
  });
  const { exitCode, stdout, stderr, signature } = failure;
  const command = step.step.acceptance.command;
  return callModel(context, scope, {
    request: {
      messages,
      task: {
        ...{ role: 'repairer', spec: build.spec, documents, plan, stepId: facts.stepId, files, repair },
        failure: { command, exitCode, stdout, stderr, signature },
        earlierSignatures,
      },
      output: { name: 'repair', schema: answerSchema },
    },
  });
}

/** The answer's files that may be written: inside the project, and neither documents nor what programs make. */
function readAnswer(text: string, onlyPath: string | undefined): RepairAnswer {
  try {
    const { diagnosis, files } = parseRepairAnswer(text, { onlyPath });
    const allowed = files.filter(
      ({ path }) => filePathFault(path) === undefined && !/^(?:data|output)(?:\/|$)/.test(path),
    );
    return { diagnosis, files: allowed };
  } catch (error) {
    if (!isSandsmithError(error, 'model.output-invalid')) throw error;
    return { diagnosis: `The repair could not be used. ${error.message}`, files: [] };
  }
}

/** The one file that a failing step can be about: its own, else the one that its command names. */
async function findOnlyPath(
  context: BuilderContext,
  { build, step }: StepFacts,
): Promise<string | undefined> {
  if (step.files.length > 0) return step.files.length === 1 ? step.files[0] : undefined;
  const words = step.acceptance.command.split(/[\s;&|"'()]+/);
  const named = Object.keys(await readTextFiles(context, build.projectId)).filter((path) =>
    words.includes(path),
  );
  return named.length === 1 ? named[0] : undefined;
}

async function streamFile(
  context: BuilderContext,
  scope: WorkScope,
  file: { stepId: string; path: string; content: string; attempt: number },
): Promise<void> {
  const { stepId, path, content, attempt } = file;
  await context.recorder.append(scope, { type: 'file.started', stepId, payload: { path, attempt } });
  for (let start = 0; start < content.length; start += deltaCharacters) {
    const text = content.slice(start, start + deltaCharacters);
    await context.recorder.append(scope, { type: 'file.delta', stepId, payload: { path, text } });
  }
}

/** Asks the model to mend what the command showed to be wrong. Of its files those count that are other than they stand. */
export async function proposeRepair(
  context: BuilderContext,
  scope: WorkScope,
  facts: RepairFacts,
): Promise<RepairAnswer> {
  const { recorder } = context;
  const { stepId, repair, failure } = facts;
  const step = await readStep(context, scope, stepId);
  const place = `${scope.round}/${stepId}/repair/${repair}`;
  const { signature, lines } = failure;
  await recorder.record(scope, {
    once: `${place}/started`,
    steps: [{ stepId, status: 'repairing' }],
    events: [{ type: 'repair.started', stepId, payload: { repair, maxRepairs, signature, lines } }],
  });
  const answer = await ask(context, scope, { facts, step });
  const { diagnosis, files } = readAnswer(answer.text, await findOnlyPath(context, step));
  const called = modelCalled('repairer', answer, stepId);
  const payload = { repair, diagnosis, files: files.map(({ path }) => path) };
  await recorder.record(scope, {
    once: `${place}/proposed`,
    build: called.build,
    events: (after) => [called.event(after), { type: 'repair.proposed', stepId, payload }],
  });
  const standing = await readTextFiles(context, step.build.projectId);
  return { diagnosis, files: files.filter(({ path, content }) => standing[path] !== content) };
}

/** Writes what a repair proposed. */
export async function applyRepair(
  context: BuilderContext,
  scope: WorkScope,
  { stepId, repair, files }: { stepId: string; repair: number; files: RepairAnswer['files'] },
): Promise<void> {
  const { build } = await readStep(context, scope, stepId);
  for (const { path, content } of files) {
    await streamFile(context, scope, { stepId, path, content, attempt: repair + 1 });
    const payload = await storeFile(context, build.projectId, path, Buffer.from(content, 'utf8'));
    await context.recorder.append(scope, { type: 'file.written', stepId, payload });
  }
}
