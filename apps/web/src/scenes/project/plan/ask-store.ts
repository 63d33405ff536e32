import { create } from 'zustand';
import { createJSONStorage, persist } from 'zustand/middleware';

interface AskState {
  /** What is typed, by project; kept for the browser tab. */
  texts: Readonly<Record<string, string>>;
  setText(projectId: string, text: string): void;
}

export const useAsk = create<AskState>()(
  persist(
    (set) => ({
      texts: {},
      setText: (projectId, text) => set(({ texts }) => ({ texts: { ...texts, [projectId]: text } })),
    }),
    { name: 'sandsmith.ask', storage: createJSONStorage(() => sessionStorage) },
  ),
);

/** Puts a text into the project's box and the cursor behind it. */
export function fillAskBox(projectId: string, text: string): void {
  useAsk.getState().setText(projectId, text);
  document.querySelector<HTMLTextAreaElement>('[data-ask-box]')?.focus();
}
