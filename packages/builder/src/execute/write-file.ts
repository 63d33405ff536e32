import { createHash } from 'node:crypto';
import { isSandsmithError, SandsmithError } from '@sandsmith/foundation/errors';
import { parseFileAnswer } from '@sandsmith/llm/structured/parse-file';
import type { StoredFile } from '@sandsmith/workspace/workspace-port';
import type { BuilderContext } from '../builder-context.ts';
import type { WorkScope } from '../events/build-recorder.ts';
import { findBuildDocuments, toDocumentContexts } from '../model/build-documents.ts';
import { callModel, modelCalled } from '../model/call-model.ts';
import { coderMessages } from '../prompts/coder-prompt.ts';
import { readTextFiles } from './project-files.ts';
import { ancestorsOf, readStep, type StepFacts } from './step-facts.ts';

const maxAsks = 2;

export interface WrittenFile {
  path: string;
  bytes: number;
  sha256: string;
}

const sha256Of = (content: Uint8Array) => createHash('sha256').update(content).digest('hex');

async function hasContent(context: BuilderContext, projectId: string, file: WrittenFile): Promise<boolean> {
  try {
    return (await context.workspace.read(projectId, file.path)).file.sha256 === file.sha256;
  } catch (error) {
    if (isSandsmithError(error)) return false;
    throw error;
  }
}

/** The file as an earlier run of this very step left it, where it died after writing: the model need not be asked again. */
async function findWritten(
  context: BuilderContext,
  projectId: string,
  place: { buildId: string; once: string },
): Promise<WrittenFile | undefined> {
  const event = await context.log.findOnce(place.buildId, place.once);
  if (event?.type !== 'model.called') return undefined;
  const [written] = await context.log.list(place.buildId, { after: event.sequence, limit: 1 });
  if (written?.type !== 'file.written') return undefined;
  const file = { path: written.path, bytes: written.bytes, sha256: written.sha256 };
  return (await hasContent(context, projectId, file)) ? file : undefined;
}

function relevantPaths({ plan, step }: StepFacts): (path: string) => boolean {
  const ancestors = ancestorsOf(plan, step.id);
  const steps = plan.steps.filter(({ id }) => id === step.id || ancestors.has(id));
  const paths = new Set(steps.flatMap(({ files }) => files));
  return (path) => paths.has(path);
}

/** Half a file may well pass its acceptance, a README above all. */
function cutOff(model: string, path: string): SandsmithError {
  return new SandsmithError({
    code: 'model.output-invalid',
    message: `The answer of ${model} for ${path} was cut off at its length limit. Resume the build to ask again, or use a model that can answer at greater length.`,
  });
}

/** Asks the coder for one file, streams it, and stores it whole. */
export async function writeFile(
  context: BuilderContext,
  scope: WorkScope,
  target: { stepId: string; path: string },
): Promise<WrittenFile> {
  const { recorder } = context;
  const { stepId, path } = target;
  const facts = await readStep(context, scope, stepId);
  const { build, plan, step } = facts;
  const once = `${scope.round}/${stepId}/file/${path}`;
  const earlier = await findWritten(context, build.projectId, { buildId: build.id, once });
  if (earlier) return earlier;

  const documents = toDocumentContexts(await findBuildDocuments(context, build));
  const files = await readTextFiles(context, build.projectId, relevantPaths(facts));
  for (let ask = 1; ; ask += 1) {
    const answer = await callModel(context, scope, {
      request: {
        messages: coderMessages({ spec: build.spec, documents, plan, step, path, files }),
        task: { role: 'coder', spec: build.spec, documents, plan, stepId, path },
      },
      onTry: () => recorder.append(scope, { type: 'file.started', stepId, payload: { path, attempt: 1 } }),
      onDelta: (text) => recorder.append(scope, { type: 'file.delta', stepId, payload: { path, text } }),
    });
    const called = modelCalled('coder', answer, stepId);
    try {
      if (answer.reason === 'length') throw cutOff(build.model, path);
      const content = Buffer.from(parseFileAnswer(answer.text, path), 'utf8');
      const stored = await storeFile(context, build.projectId, path, content);
      await recorder.record(scope, {
        once,
        build: called.build,
        events: (after) => [called.event(after), { type: 'file.written', stepId, payload: stored }],
      });
      return stored;
    } catch (error) {
      if (!isSandsmithError(error, 'model.output-invalid')) throw error;
      await recorder.record(scope, {
        once: `${once}/unusable-${ask}`,
        build: called.build,
        events: (after) => [called.event(after)],
      });
      if (ask >= maxAsks) throw error;
    }
  }
}

/** Writes a file's content into the project, atomically. */
export async function storeFile(
  context: BuilderContext,
  projectId: string,
  path: string,
  content: Buffer,
): Promise<WrittenFile> {
  const stored: StoredFile = await context.workspace.write(projectId, path, content);
  return { path, bytes: content.length, sha256: stored.sha256 || sha256Of(content) };
}
