import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { topologicalOrder } from '@sandsmith/contracts/domain/plan';
import type { ArtifactRecord } from '@sandsmith/db/repositories/build-records';
import type { SandboxFile } from '@sandsmith/sandbox/sandbox-port';
import type { BuilderContext } from '../builder-context.ts';
import { findBuildDocuments } from '../model/build-documents.ts';
import { ancestorsOf, type StepFacts } from './step-facts.ts';

export interface RunFiles {
  files: SandboxFile[];
  /** SHA-256 of what stood below output/ before the run, by path relative to output/. */
  inherited: Map<string, string>;
}

/** What earlier steps left that this one stands on; of two with one name the later step's counts. */
async function inheritedArtifacts(
  context: BuilderContext,
  { build, plan, step }: StepFacts,
): Promise<ArtifactRecord[]> {
  const ancestors = ancestorsOf(plan, step.id);
  const order = (topologicalOrder(plan.steps) ?? plan.steps).map(({ id }) => id);
  const artifacts = (await context.builds.artifacts(build.id)).filter(({ stepId }) => ancestors.has(stepId));
  artifacts.sort((left, right) => order.indexOf(left.stepId) - order.indexOf(right.stepId));
  return [...new Map(artifacts.map((artifact) => [artifact.path, artifact])).values()];
}

/** Everything the step's container holds: the project, the documents, and what earlier steps made. */
export async function gatherRunFiles(context: BuilderContext, facts: StepFacts): Promise<RunFiles> {
  const { build } = facts;
  const byPath = new Map<string, SandboxFile>();
  for (const { path: file, content } of await context.workspace.readAll(build.projectId))
    byPath.set(file, { path: file, content });
  const root = await context.workspace.privateDirectory(build.projectId, 'artifacts');
  const artifacts = await inheritedArtifacts(context, facts);
  for (const artifact of artifacts) {
    const content = await readFile(path.join(root, artifact.storedPath));
    byPath.set(`output/${artifact.path}`, { path: `output/${artifact.path}`, content });
  }
  for (const { record, path: file } of await findBuildDocuments(context, build)) {
    const { hostPath } = context.documentFile(record);
    byPath.set(file, { path: file, hostPath, readOnly: true });
  }
  return {
    files: [...byPath.values()],
    inherited: new Map(artifacts.map(({ path: file, sha256 }) => [file, sha256])),
  };
}
