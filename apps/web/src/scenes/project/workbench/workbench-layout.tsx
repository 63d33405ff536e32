import type { ReactNode } from 'react';
import { useEffect } from 'react';
import {
  Group,
  Panel,
  type PanelImperativeHandle,
  Separator,
  useDefaultLayout,
  usePanelRef,
} from 'react-resizable-panels';
import { useLayout } from '../../../state/layout-store.ts';
import { BottomPanel } from '../bottom/bottom-panel.tsx';
import { PlanPanel } from '../plan/plan-panel.tsx';
import { EditorPane } from './editor-pane.tsx';
import { Rail } from './rail.tsx';
import { SidePanel } from './side-panel.tsx';
import { useWorkbench } from './workbench-context.ts';

const bar = 'relative w-px';

/** The IDE: rail, side panel, editor over results, plan. Sizes are remembered in this browser. */
export function WorkbenchLayout({ header, footer }: { header: ReactNode; footer: ReactNode }) {
  const isSideOpen = useLayout((state) => state.isSideOpen);
  const panelIds = isSideOpen ? ['side', 'centre', 'plan'] : ['centre', 'plan'];
  const layout = useDefaultLayout({ id: 'sandsmith.columns', storage: localStorage, panelIds });
  return (
    <div className="flex h-full min-h-0 flex-col">
      {header}
      <div className="flex min-h-0 flex-1">
        <Rail />
        <main className="min-w-0 flex-1">
          <Group
            orientation="horizontal"
            className="h-full"
            defaultLayout={layout.defaultLayout}
            onLayoutChanged={layout.onLayoutChanged}
          >
            {isSideOpen && (
              <>
                <Panel
                  id="side"
                  defaultSize={248}
                  minSize={168}
                  maxSize={420}
                  groupResizeBehavior="preserve-pixel-size"
                  className="bg-surface-2"
                >
                  <SidePanel />
                </Panel>
                <Separator className={bar} aria-label="Resize the side panel" />
              </>
            )}
            <Panel id="centre" minSize={320}>
              <CentreColumn />
            </Panel>
            <Separator className={bar} aria-label="Resize the plan" />
            <Panel
              id="plan"
              defaultSize={352}
              minSize={280}
              maxSize={560}
              groupResizeBehavior="preserve-pixel-size"
              className="bg-surface-2"
            >
              <PlanPanel />
            </Panel>
          </Group>
        </main>
      </div>
      {footer}
    </div>
  );
}

/** A pane that has just been opened has no size yet, and throws when it is asked for one: the next frames do. */
function onceLaidOut(panel: PanelImperativeHandle, act: (percentage: number) => void): () => void {
  let framesLeft = 30;
  let frame = requestAnimationFrame(function look() {
    let percentage: number;
    try {
      percentage = panel.getSize().asPercentage;
    } catch {
      framesLeft -= 1;
      if (framesLeft > 0) frame = requestAnimationFrame(look);
      return;
    }
    act(percentage);
  });
  return () => cancelAnimationFrame(frame);
}

/** Results are the brightest thing in the room: the lower pane grows when a build ends well. */
function CentreColumn() {
  const { feed } = useWorkbench();
  const isBottomOpen = useLayout((state) => state.isBottomOpen);
  const bottomTab = useLayout((state) => state.bottomTab);
  const bottom = usePanelRef();
  const isShowingResults = feed.live.status === 'succeeded' && bottomTab === 'results';
  const isMaking = feed.live.status === 'awaiting-approval' || feed.live.status === 'running';
  useEffect(() => {
    const panel = bottom.current;
    if (!panel || !isBottomOpen) return undefined;
    return onceLaidOut(panel, (percentage) => {
      if (isShowingResults && percentage < 60) panel.resize('68%');
      // Room for the code again, where a former build's results took it.
      if (isMaking && percentage > 60) panel.resize('40%');
    });
  }, [bottom, isBottomOpen, isShowingResults, isMaking]);
  return (
    <Group orientation="vertical" id="centre-rows" className="h-full">
      <Panel id="editor" minSize={80}>
        <EditorPane />
      </Panel>
      {isBottomOpen && (
        <>
          <Separator className="relative h-px" aria-label="Resize the bottom panel" />
          <Panel id="bottom" panelRef={bottom} defaultSize="40%" minSize={96}>
            <BottomPanel />
          </Panel>
        </>
      )}
    </Group>
  );
}
