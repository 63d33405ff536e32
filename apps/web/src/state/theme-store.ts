import { create } from 'zustand';

export type ThemeChoice = 'system' | 'dark' | 'light';
export type Theme = 'dark' | 'light';

const storageKey = 'sandsmith.theme';

function storedChoice(): ThemeChoice {
  const value = localStorage.getItem(storageKey);
  return value === 'dark' || value === 'light' ? value : 'system';
}

function resolve(choice: ThemeChoice): Theme {
  if (choice !== 'system') return choice;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

interface ThemeState {
  choice: ThemeChoice;
  theme: Theme;
  choose(choice: ThemeChoice): void;
}

export const useTheme = create<ThemeState>((set) => ({
  choice: 'system',
  theme: 'dark',
  choose(choice) {
    localStorage.setItem(storageKey, choice);
    set({ choice, theme: resolve(choice) });
  },
}));

/** Reads the stored choice, follows the system, and keeps `data-theme` on the document. */
export function startTheme(): void {
  useTheme.subscribe(({ theme }) => {
    document.documentElement.dataset['theme'] = theme;
  });
  const choice = storedChoice();
  useTheme.setState({ choice, theme: resolve(choice) });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
    useTheme.setState((state) => ({ theme: resolve(state.choice) }));
  });
}
