import { X } from 'lucide-react';
import { Tabs } from 'radix-ui';
import { lazy, type ReactNode, Suspense, useRef } from 'react';
import { IconButton } from '../../../design/button.tsx';
import { TabButton, TabStrip } from '../../../design/tab-strip.tsx';
import { type BottomTab, useLayout } from '../../../state/layout-store.ts';
import { useProjectSessionState } from '../session/project-session-context.ts';
import { useShowTerminal } from '../session/use-show-terminal.ts';
import { useWorkbench } from '../workbench/workbench-context.ts';
import { OutputView } from './output-view.tsx';
import { ProblemsView } from './problems-view.tsx';
import { useProblems } from './use-problems.ts';

const ResultsView = lazy(() =>
  import('../results/results-view.tsx').then(({ ResultsView }) => ({ default: ResultsView })),
);
const RowsView = lazy(() => import('./rows-view.tsx').then(({ RowsView }) => ({ default: RowsView })));

const TerminalPane = lazy(async () => {
  // The terminal measures its letters once: they have to be there.
  const [{ TerminalPane }] = await Promise.all([
    import('../terminal/terminal-pane.tsx'),
    document.fonts.load('12.5px "JetBrains Mono Variable"'),
  ]);
  return { default: TerminalPane };
});
const PreviewPane = lazy(() =>
  import('../preview/preview-pane.tsx').then(({ PreviewPane }) => ({ default: PreviewPane })),
);

/** Below the editor: what ran, what came of it, the rows behind it, and what is wrong. */
export function BottomPanel() {
  const { bottomTab, toggleBottom } = useLayout();
  const { feed } = useWorkbench();
  const problems = useProblems();
  return (
    <Tabs.Root
      value={bottomTab}
      onValueChange={(value) => useLayout.setState({ bottomTab: value as BottomTab })}
      className="flex h-full min-h-0 flex-col"
    >
      <div className="flex h-9 shrink-0 items-center justify-between border-b border-border bg-surface-2 px-1">
        <TabStrip label="Output and results" className="min-w-0 overflow-x-auto [scrollbar-width:none]">
          <TabButton value="output">Output</TabButton>
          <TabButton value="results" count={feed.live.artifacts.length}>
            Results
          </TabButton>
          <TabButton value="data">Data</TabButton>
          <SessionTabs />
          <TabButton value="problems" count={problems.length}>
            Problems
          </TabButton>
        </TabStrip>
        <IconButton label="Close the bottom panel" shortcut="Ctrl J" onClick={toggleBottom}>
          <X size={15} aria-hidden />
        </IconButton>
      </div>
      <BottomTabContents problems={problems} />
    </Tabs.Root>
  );
}

export function BottomTabContents({ problems }: { problems: ReturnType<typeof useProblems> }) {
  const look = 'min-h-0 flex-1 focus-visible:-outline-offset-2';
  return (
    <>
      <Tabs.Content value="output" className={look}>
        <OutputView />
      </Tabs.Content>
      <Tabs.Content value="results" className={look} tabIndex={-1}>
        <Suspense fallback={null}>
          <ResultsView />
        </Suspense>
      </Tabs.Content>
      <Tabs.Content value="data" className={look} tabIndex={-1}>
        <Suspense fallback={null}>
          <RowsView />
        </Suspense>
      </Tabs.Content>
      <Tabs.Content value="terminal" className={look} tabIndex={-1}>
        <Suspense fallback={null}>
          <TerminalPane />
        </Suspense>
      </Tabs.Content>
      <KeptTab value="preview" className={look}>
        <PreviewPane />
      </KeptTab>
      <Tabs.Content value="problems" className={look} tabIndex={-1}>
        <ProblemsView problems={problems} />
      </Tabs.Content>
    </>
  );
}

/** The tabs that belong to the session. A click asks for a terminal; passing by with the arrow keys does not. */
export function SessionTabs() {
  const { unseenPorts } = useProjectSessionState();
  const showTerminal = useShowTerminal();
  return (
    <>
      <TabButton value="terminal" onClick={showTerminal} data-terminal-tab>
        Terminal
      </TabButton>
      <TabButton value="preview" hasNews={unseenPorts.length > 0}>
        Preview
      </TabButton>
    </>
  );
}

/** Stays as it is while another tab is in front: a page that is loaded again has lost its state. */
function KeptTab({
  value,
  className,
  children,
}: {
  value: BottomTab;
  className: string;
  children: ReactNode;
}) {
  const isShown = useLayout((state) => state.bottomTab === value);
  const wasShown = useRef(isShown);
  wasShown.current ||= isShown;
  return (
    <Tabs.Content
      value={value}
      forceMount
      tabIndex={-1}
      className={`${className} data-[state=inactive]:hidden`}
    >
      {wasShown.current && <Suspense fallback={null}>{children}</Suspense>}
    </Tabs.Content>
  );
}
