import { Tabs } from 'radix-ui';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { TabButton, TabStrip } from '../../../design/tab-strip.tsx';
import { useOpenFiles } from '../../../state/editor-store.ts';
import { type BottomTab, bottomTabs, useLayout } from '../../../state/layout-store.ts';
import { BottomTabContents, SessionTabs } from '../bottom/bottom-panel.tsx';
import { useProblems } from '../bottom/use-problems.ts';
import { PlanPanel } from '../plan/plan-panel.tsx';
import { EditorPane } from './editor-pane.tsx';
import { Rail } from './rail.tsx';
import { SidePanel } from './side-panel.tsx';
import { useWorkbench } from './workbench-context.ts';

type ReaderTab = 'plan' | 'code' | 'files' | BottomTab;

/** For narrow screens: one pane at a time. Follow a build, approve it, read its results. */
export function ReaderLayout({ header, footer }: { header: ReactNode; footer: ReactNode }) {
  const [own, setOwn] = useState<'plan' | 'code' | 'files' | null>('plan');
  const bottomTab = useLayout((state) => state.bottomTab);
  const problems = useProblems();
  const { project } = useWorkbench();
  const { active, isFollowing } = useOpenFiles(project.id);
  const shown = useRef(active);
  useEffect(() => {
    // A file picked by hand is looked at; one that the build writes is not, so that the plan stays in view.
    if (active && active !== shown.current && !isFollowing) setOwn('code');
    shown.current = active;
  }, [active, isFollowing]);
  const tab: ReaderTab = own ?? bottomTab;
  const choose = (value: string) => {
    const bottom = bottomTabs.find((name) => name === value);
    if (bottom) {
      useLayout.setState({ bottomTab: bottom });
      setOwn(null);
    } else setOwn(value as 'plan' | 'code' | 'files');
  };
  return (
    <div className="flex h-full min-h-0 flex-col">
      {header}
      <Tabs.Root value={tab} onValueChange={choose} asChild>
        <main className="flex min-h-0 flex-1 flex-col">
          <div className="h-10 shrink-0 overflow-x-auto border-b border-border bg-surface-2 [scrollbar-width:none]">
            <TabStrip label="Views of the project">
              <TabButton value="plan">Plan</TabButton>
              <TabButton value="results">Results</TabButton>
              <TabButton value="output">Output</TabButton>
              <TabButton value="code">Code</TabButton>
              <TabButton value="files">Files</TabButton>
              <TabButton value="data">Data</TabButton>
              <SessionTabs />
              <TabButton value="problems">Problems</TabButton>
            </TabStrip>
          </div>
          <Tabs.Content value="plan" className="min-h-0 flex-1">
            <PlanPanel />
          </Tabs.Content>
          <Tabs.Content value="code" className="min-h-0 flex-1">
            <EditorPane />
          </Tabs.Content>
          <Tabs.Content value="files" className="flex min-h-0 flex-1 data-[state=inactive]:hidden">
            <Rail hasToggles={false} />
            <div className="min-w-0 flex-1">
              <SidePanel />
            </div>
          </Tabs.Content>
          <BottomTabContents problems={problems} />
        </main>
      </Tabs.Root>
      {footer}
    </div>
  );
}
