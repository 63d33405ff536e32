import type { BottomTab } from './layout-store.ts';

const lasting: readonly BottomTab[] = ['terminal', 'preview'];
const keyOf = (projectId: string) => `sandsmith.front.${projectId}`;

/** Remembers, for this browser tab, that a person was at the terminal or the preview: a refresh leads back there. */
export function keepFrontTab(projectId: string, tab: BottomTab): void {
  if (lasting.includes(tab)) sessionStorage.setItem(keyOf(projectId), tab);
  else sessionStorage.removeItem(keyOf(projectId));
}

export function keptFrontTab(projectId: string): BottomTab | null {
  const kept = sessionStorage.getItem(keyOf(projectId));
  return lasting.find((tab) => tab === kept) ?? null;
}
