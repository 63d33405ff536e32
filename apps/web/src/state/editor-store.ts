import { create } from 'zustand';
import { createJSONStorage, persist } from 'zustand/middleware';

/** Text changed but not saved, with the tag of the version it was changed from. */
export interface Draft {
  content: string;
  etag: string | null;
}

export interface OpenFiles {
  tabs: readonly string[];
  active: string | null;
  drafts: Readonly<Record<string, Draft>>;
  /** Whether the editor goes along with what the build writes; a person who picks a file ends that. */
  isFollowing: boolean;
}

interface EditorState {
  projects: Readonly<Record<string, OpenFiles>>;
  open(projectId: string, path: string, options?: { byHand?: boolean }): void;
  /** Adds tabs without going to them. */
  openBehind(projectId: string, paths: readonly string[]): void;
  close(projectId: string, path: string): void;
  setDraft(projectId: string, path: string, draft: Draft | null): void;
  /** Files that are gone: their tabs close, but unsaved text stays, to be saved as a new file. */
  takeRemoved(projectId: string, paths: readonly string[]): void;
  follow(projectId: string): void;
}

export const noOpenFiles: OpenFiles = { tabs: [], active: null, drafts: {}, isFollowing: true };

/** Open files and unsaved text by project; kept for the browser tab, so that a refresh loses no typing. */
export const useEditor = create<EditorState>()(
  persist(
    (set) => {
      const change = (projectId: string, by: (files: OpenFiles) => OpenFiles) =>
        set(({ projects }) => ({
          projects: { ...projects, [projectId]: by(projects[projectId] ?? noOpenFiles) },
        }));
      return {
        projects: {},
        open: (projectId, path, { byHand = true } = {}) =>
          change(projectId, (files) => ({
            ...files,
            tabs: files.tabs.includes(path) ? files.tabs : [...files.tabs, path],
            active: path,
            isFollowing: files.isFollowing && !byHand,
          })),
        openBehind: (projectId, paths) =>
          change(projectId, (files) => ({ ...files, tabs: [...new Set([...files.tabs, ...paths])] })),
        close: (projectId, path) => change(projectId, (files) => withoutTab(files, path)),
        setDraft: (projectId, path, draft) =>
          change(projectId, (files) => {
            const { [path]: _before, ...drafts } = files.drafts;
            return { ...files, drafts: draft ? { ...drafts, [path]: draft } : drafts };
          }),
        takeRemoved: (projectId, paths) => change(projectId, (files) => paths.reduce(withoutRemoved, files)),
        follow: (projectId) => change(projectId, (files) => ({ ...files, isFollowing: true })),
      };
    },
    {
      name: 'sandsmith.editor',
      storage: createJSONStorage(() => sessionStorage),
      partialize: ({ projects }) => ({ projects }),
    },
  ),
);

function withoutRemoved(files: OpenFiles, path: string): OpenFiles {
  const draft = files.drafts[path];
  if (!draft) return files.tabs.includes(path) ? withoutTab(files, path) : files;
  return { ...files, drafts: { ...files.drafts, [path]: { ...draft, etag: null } } };
}

function withoutTab(files: OpenFiles, path: string): OpenFiles {
  const index = files.tabs.indexOf(path);
  const tabs = files.tabs.filter((tab) => tab !== path);
  const { [path]: _closed, ...drafts } = files.drafts;
  const active = files.active === path ? (tabs[Math.min(index, tabs.length - 1)] ?? null) : files.active;
  return { ...files, tabs, active, drafts };
}

export function useOpenFiles(projectId: string): OpenFiles {
  return useEditor((state) => state.projects[projectId]) ?? noOpenFiles;
}
