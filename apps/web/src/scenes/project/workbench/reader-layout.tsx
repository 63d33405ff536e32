import { Tabs } from 'radix-ui';
import { type ReactNode, useState } from 'react';
import { TabButton, TabStrip } from '../../../design/tab-strip.tsx';
import { type BottomTab, useLayout } from '../../../state/layout-store.ts';
import { BottomTabContents } from '../bottom/bottom-panel.tsx';
import { useProblems } from '../bottom/use-problems.ts';
import { PlanPanel } from '../plan/plan-panel.tsx';
import { EditorPane } from './editor-pane.tsx';
import { Rail } from './rail.tsx';
import { SidePanel } from './side-panel.tsx';

type ReaderTab = 'plan' | 'code' | 'files' | BottomTab;

const bottomTabs: readonly string[] = ['output', 'results', 'data', 'problems'] satisfies BottomTab[];

/** For narrow screens: one pane at a time. Follow a build, approve it, read its results. */
export function ReaderLayout({ header, footer }: { header: ReactNode; footer: ReactNode }) {
  const [own, setOwn] = useState<'plan' | 'code' | 'files' | null>('plan');
  const bottomTab = useLayout((state) => state.bottomTab);
  const problems = useProblems();
  const tab: ReaderTab = own ?? bottomTab;
  const choose = (value: string) => {
    if (bottomTabs.includes(value)) {
      useLayout.setState({ bottomTab: value as BottomTab });
      setOwn(null);
    } else setOwn(value as 'plan' | 'code' | 'files');
  };
  return (
    <div className="flex h-full min-h-0 flex-col">
      {header}
      <Tabs.Root value={tab} onValueChange={choose} className="flex min-h-0 flex-1 flex-col">
        <div className="h-10 shrink-0 overflow-x-auto border-b border-border bg-surface-2 [scrollbar-width:none]">
          <TabStrip label="Views of the project">
            <TabButton value="plan">Plan</TabButton>
            <TabButton value="results">Results</TabButton>
            <TabButton value="output">Output</TabButton>
            <TabButton value="code">Code</TabButton>
            <TabButton value="files">Files</TabButton>
            <TabButton value="data">Data</TabButton>
            <TabButton value="problems" count={problems.length}>
              Problems
            </TabButton>
          </TabStrip>
        </div>
        <main className="flex min-h-0 flex-1 flex-col">
          <Tabs.Content value="plan" className="min-h-0 flex-1">
            <PlanPanel />
          </Tabs.Content>
          <Tabs.Content value="code" className="min-h-0 flex-1">
            <EditorPane />
          </Tabs.Content>
          <Tabs.Content value="files" className="flex min-h-0 flex-1 data-[state=inactive]:hidden">
            <Rail />
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
