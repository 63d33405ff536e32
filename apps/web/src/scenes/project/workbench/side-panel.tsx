import { useLayout } from '../../../state/layout-store.ts';
import { BuildsPanel } from '../builds/builds-panel.tsx';
import { DataPanel } from '../data/data-panel.tsx';
import { FilesPanel } from '../files/files-panel.tsx';
import { HistoryPanel } from '../history/history-panel.tsx';

const panels = { files: FilesPanel, data: DataPanel, builds: BuildsPanel, history: HistoryPanel };

export function SidePanel() {
  const view = useLayout((state) => state.railView);
  const Shown = panels[view];
  return (
    <section aria-label={`Side panel: ${view}`} className="flex h-full flex-col overflow-hidden">
      <Shown />
    </section>
  );
}
