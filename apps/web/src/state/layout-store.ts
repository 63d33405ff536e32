import { create } from 'zustand';
import { persist } from 'zustand/middleware';

export type RailView = 'files' | 'data' | 'builds' | 'history';
export const bottomTabs = ['output', 'results', 'data', 'terminal', 'preview', 'problems'] as const;
export type BottomTab = (typeof bottomTabs)[number];

interface LayoutState {
  railView: RailView;
  isSideOpen: boolean;
  isBottomOpen: boolean;
  bottomTab: BottomTab;
  /** The document whose rows the DATA tab shows. */
  gridDocumentId: string | null;
  showRail(view: RailView): void;
  toggleSide(): void;
  toggleBottom(): void;
  showBottom(tab: BottomTab): void;
  showRows(documentId: string): void;
}

/** Which panes are open; remembered in this browser. Sizes are remembered by the panes themselves. */
export const useLayout = create<LayoutState>()(
  persist(
    (set) => ({
      railView: 'files',
      isSideOpen: true,
      isBottomOpen: true,
      bottomTab: 'output',
      gridDocumentId: null,
      showRail: (railView) =>
        set((state) => ({ railView, isSideOpen: state.railView === railView ? !state.isSideOpen : true })),
      toggleSide: () => set((state) => ({ isSideOpen: !state.isSideOpen })),
      toggleBottom: () => set((state) => ({ isBottomOpen: !state.isBottomOpen })),
      showBottom: (bottomTab) => set({ bottomTab, isBottomOpen: true }),
      showRows: (gridDocumentId) => set({ gridDocumentId, bottomTab: 'data', isBottomOpen: true }),
    }),
    {
      name: 'sandsmith.layout',
      partialize: ({ railView, isSideOpen, isBottomOpen }) => ({ railView, isSideOpen, isBottomOpen }),
    },
  ),
);
