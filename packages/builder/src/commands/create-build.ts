import type { CreateBuild } from '@sandsmith/contracts/http/builds';
import type { BuildRecord } from '@sandsmith/db/repositories/build-records';
import { SandsmithError } from '@sandsmith/foundation/errors';
import { newId } from '@sandsmith/foundation/ids';
import type { BuilderContext } from '../builder-context.ts';
import { chooseDocuments } from './choose-documents.ts';

const describeTimeoutMs = 10_000;
const fallbackProvider = 'builtin';

/** A server may have more models than it lists; the built-in provider has no others. */
function knownModel(model: string, models: readonly { id: string }[]): string {
  if (models.some(({ id }) => id === model)) return model;
  const message = `is not a model of the built-in provider, which has: ${models.map(({ id }) => id).join(', ')}`;
  throw new SandsmithError({
    code: 'request.invalid',
    message: `The model ${JSON.stringify(model.slice(0, 100))} ${message}. Leave it out, or name the provider that has it.`,
    details: { issues: [{ path: 'model', message }] },
  });
}

async function chooseModel(
  context: BuilderContext,
  { ownerId, provider, model }: { ownerId: string; provider: string; model?: string },
): Promise<string> {
  // Also checks that the provider is set up, before anything is stored.
  const languageModel = await context.resolveModel({ ownerId, provider });
  if (model && provider !== fallbackProvider) return model;
  const signal = AbortSignal.timeout(describeTimeoutMs);
  const { defaultModel, models, detail } = await languageModel.describe({ signal });
  if (model) return knownModel(model, models);
  const chosen = defaultModel ?? models[0]?.id;
  if (chosen) return chosen;
  throw new SandsmithError({
    code: 'model.not-configured',
    message: `No model of ${provider} is chosen, and it names none: ${detail} Say which model to use.`,
  });
}

/** Stores a build in the state `planning`. */
export async function storeNewBuild(
  context: BuilderContext,
  request: { projectId: string; ownerId: string; build: CreateBuild },
): Promise<BuildRecord> {
  const { projectId, ownerId, build } = request;
  const { spec, approval, budget } = build;
  const provider = build.provider ?? fallbackProvider;
  const documentIds = await chooseDocuments(context, { projectId, documentIds: build.documentIds });
  const model = await chooseModel(context, { ownerId, provider, model: build.model });
  const id = newId();
  return context.builds.create({ id, projectId, spec, documentIds, provider, model, approval, budget });
}
