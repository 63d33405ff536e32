import { Outlet } from 'react-router';
import { AppHeader } from './app-header.tsx';
import { CommandPalette } from './command-palette.tsx';
import { RunningBanner } from './running-banner.tsx';

/** The frame of every page but a project's. */
export function AppShell() {
  return (
    <div className="flex h-full min-h-0 flex-col">
      <AppHeader />
      <RunningBanner />
      <main className="min-h-0 flex-1 overflow-auto">
        <Outlet />
      </main>
      <CommandPalette />
    </div>
  );
}
