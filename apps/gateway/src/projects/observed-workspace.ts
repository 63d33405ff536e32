import type { Workspace } from '@sandsmith/workspace/workspace-port';

export interface WorkspaceChange {
  projectId: string;
  /** The file or folder; absent where any may have changed. */
  path?: string;
}

export interface ObservedWorkspace {
  workspace: Workspace;
  /** Called after every change made through it; gives the function that stops it. */
  onChange(listener: (change: WorkspaceChange) => void): () => void;
}

/** Tells of changes, whoever made them: the interface, a build, a restored checkpoint, a session. */
export function observeWorkspace(workspace: Workspace): ObservedWorkspace {
  const listeners = new Set<(change: WorkspaceChange) => void>();
  const tell = (change: WorkspaceChange) => {
    for (const listener of listeners) listener(change);
  };
  return {
    workspace: {
      ...workspace,
      async write(projectId, path, content, options) {
        const written = await workspace.write(projectId, path, content, options);
        tell({ projectId, path });
        return written;
      },
      async remove(projectId, path) {
        await workspace.remove(projectId, path);
        tell({ projectId, path });
      },
      async restore(projectId, manifest) {
        await workspace.restore(projectId, manifest);
        tell({ projectId });
      },
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
