import { useProjectFile, useTree } from '../../../api/use-files.ts';
import { useProjectSessionState } from '../session/project-session-context.ts';
import { useWorkbench } from '../workbench/workbench-context.ts';
import { type ServeCommand, serveCommand } from './serve-command.ts';

/** How the project is served; null until its files are read, and where nothing is obvious. */
export function useServeCommand(): ServeCommand | null {
  const { project } = useWorkbench();
  const { session } = useProjectSessionState();
  const tree = useTree(project.id);
  const paths = tree.data?.filter(({ kind }) => kind === 'file').map(({ path }) => path);
  const hasManifest = paths?.includes('package.json') ?? false;
  const manifest = useProjectFile(project.id, hasManifest ? 'package.json' : null);
  if (!paths || (hasManifest && manifest.isPending)) return null;
  const language = session && session.status !== 'ended' ? session.language : undefined;
  return serveCommand({ paths, manifest: manifest.data?.content, language });
}
