import { create } from 'zustand';
import { persist } from 'zustand/middleware';

interface TerminalStore {
  /** What is printed is also read out; it costs speed, so it is off until it is asked for. */
  isForScreenReader: boolean;
  toggleScreenReader(): void;
  /** The terminal that is shown next takes the keyboard: a person asked for it, and did not just pass by. */
  wantsFocus: boolean;
  /** The project whose terminal was asked for on a page that has none; its workbench opens it. */
  askedIn: string | null;
}

export const useTerminalStore = create<TerminalStore>()(
  persist(
    (set) => ({
      isForScreenReader: false,
      toggleScreenReader: () => set((state) => ({ isForScreenReader: !state.isForScreenReader })),
      wantsFocus: false,
      askedIn: null,
    }),
    { name: 'sandsmith.terminal', partialize: ({ isForScreenReader }) => ({ isForScreenReader }) },
  ),
);
