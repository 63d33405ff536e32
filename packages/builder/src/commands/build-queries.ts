import path from 'node:path';
import type { BuildRecord } from '@sandsmith/db/repositories/build-records';
import { SandsmithError } from '@sandsmith/foundation/errors';
import { toBuildView } from '../build-view.ts';
import type { BuilderContext } from '../builder-context.ts';
import type { Builder } from '../builder-port.ts';

export function buildNotFound(): SandsmithError {
  return new SandsmithError({
    code: 'build.not-found',
    message: 'There is no such build. It may have been deleted with its project.',
  });
}

export async function findBuild(context: BuilderContext, buildId: string): Promise<BuildRecord> {
  const build = await context.builds.findById(buildId);
  if (!build) throw buildNotFound();
  return build;
}

export async function viewBuild(context: BuilderContext, buildId: string) {
  const whole = await context.builds.findWhole(buildId);
  if (!whole) throw buildNotFound();
  return toBuildView(whole);
}

export function createBuildQueries(
  context: BuilderContext,
): Pick<Builder, 'getBuild' | 'listBuilds' | 'events' | 'artifact'> {
  return {
    getBuild: (buildId) => viewBuild(context, buildId),
    listBuilds: (projectId) => context.builds.listByProject(projectId),
    async events(buildId, page) {
      // The state first: whoever reads that a build has ended finds its last event in the list.
      const { status, lastSequence } = await findBuild(context, buildId);
      return { events: await context.log.list(buildId, page), lastSequence, status };
    },
    async artifact(buildId, name) {
      const build = await findBuild(context, buildId);
      const artifact = await context.builds.findArtifact(buildId, name);
      if (!artifact)
        throw new SandsmithError({
          code: 'artifact.not-found',
          message: 'The build left no such file. Its artifacts are listed with the build.',
        });
      const root = await context.workspace.privateDirectory(build.projectId, 'artifacts');
      const { mediaType, bytes, storedPath } = artifact;
      return { path: artifact.path, mediaType, bytes, hostPath: path.join(root, storedPath) };
    },
  };
}
