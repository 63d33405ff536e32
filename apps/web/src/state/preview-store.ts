import { create } from 'zustand';

export const previewWidths = ['fit', 390, 768] as const;
export type PreviewWidth = (typeof previewWidths)[number];

/** What the preview of a project shows. */
export interface PreviewChoice {
  /** The newest port where null. */
  port: number | null;
  path: string;
  /** Rises with each wish to load: the same address again is a reload. */
  load: number;
}

interface PreviewState {
  projects: Readonly<Record<string, PreviewChoice>>;
  width: PreviewWidth;
  show(projectId: string, choice: { port: number | null; path: string }): void;
}

export const noChoice: PreviewChoice = { port: null, path: '/', load: 0 };

/** Which port and path the preview of each project shows. */
export const usePreview = create<PreviewState>((set) => ({
  projects: {},
  width: 'fit',
  show: (projectId, { port, path }) =>
    set(({ projects }) => {
      const load = (projects[projectId] ?? noChoice).load + 1;
      return { projects: { ...projects, [projectId]: { port, path, load } } };
    }),
}));
