import type { CreateBuild } from '@sandsmith/contracts/http/builds';
import type { BuildRecord } from '@sandsmith/db/repositories/build-records';
import { SandsmithError } from '@sandsmith/foundation/errors';
import { newId } from '@sandsmith/foundation/ids';
import type { BuilderContext } from '../builder-context.ts';
import { chooseDocuments } from './choose-documents.ts';

const describeTimeoutMs = 10_000;
const fallbackProvider = 'builtin';

async function chooseModel(
  context: BuilderContext,
  { ownerId, provider, model }: { ownerId: string; provider: string; model?: string },
): Promise<string> {
  // Also checks that the provider is set up, before anything is stored.
  const languageModel = await context.resolveModel({ ownerId, provider });
  if (model) return model;
  const signal = AbortSignal.timeout(describeTimeoutMs);
  const { defaultModel, models, detail } = await languageModel.describe({ signal });
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
