import { useEffect } from 'react';
import { create } from 'zustand';

/** One action the palette reaches. */
export interface Command {
  id: string;
  group: string;
  title: string;
  shortcut?: string;
  /** More words to find it by. */
  keywords?: string;
  run(): void;
}

interface CommandsState {
  isOpen: boolean;
  sources: Record<string, readonly Command[]>;
  setOpen(isOpen: boolean): void;
}

export const useCommandsStore = create<CommandsState>((set) => ({
  isOpen: false,
  sources: {},
  setOpen: (isOpen) => set({ isOpen }),
}));

/** Offers commands while the calling component is on the screen. `commands` must be memoised. */
export function useCommands(source: string, commands: readonly Command[]): void {
  useEffect(() => {
    useCommandsStore.setState((state) => ({ sources: { ...state.sources, [source]: commands } }));
    return () =>
      useCommandsStore.setState((state) => {
        const { [source]: _removed, ...sources } = state.sources;
        return { sources };
      });
  }, [source, commands]);
}
