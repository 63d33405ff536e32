import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDownToLine, SquareTerminal } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { Button } from '../../../design/button.tsx';
import { classNames } from '../../../design/class-names.ts';
import { CopyButton } from '../../../design/copy-button.tsx';
import { Empty } from '../../../design/placeholder.tsx';
import { ScrollRegion } from '../../../design/scroll-region.tsx';
import type { BuildLive, OutputLine } from '../../../realtime/build-live.ts';
import { useWorkbench } from '../workbench/workbench-context.ts';
import { stripAnsi } from './ansi.ts';

const tones: Record<OutputLine['stream'], string> = {
  stdout: '',
  stderr: 'text-warning',
  command: 'text-accent-text',
  good: 'text-success',
  bad: 'text-danger',
  note: 'text-muted',
};

/** Every command and what it printed, by step and attempt. Only the lines in view are rendered. */
export function OutputView() {
  const { feed } = useWorkbench();
  const { output, plan, failure } = feed.live;
  const titles = useMemo(() => new Map(plan?.steps.map((step) => [step.id, step.title])), [plan]);
  const { scroller, rows, isPinned, onScroll, pin } = useTail(output.length);
  if (output.length === 0)
    return (
      <Empty
        icon={<SquareTerminal size={22} aria-hidden />}
        title={failure ? 'Nothing ran' : 'No output yet'}
      >
        {noOutputWords(feed.live)}
      </Empty>
    );
  return (
    <div className="relative h-full">
      <ScrollRegion ref={scroller} onScroll={onScroll} role="log" label="Output" className="h-full py-2">
        <div style={{ height: rows.getTotalSize(), position: 'relative' }}>
          {rows.getVirtualItems().map((row) => {
            const line = output[row.index];
            if (!line) return null;
            return (
              <div
                key={row.key}
                ref={rows.measureElement}
                data-index={row.index}
                className="absolute left-0 w-full pl-3 pr-14"
                style={{ transform: `translateY(${row.start}px)` }}
              >
                <OutputRow
                  line={line}
                  title={needsTitle(output, row.index) ? titles.get(line.stepId ?? '') : undefined}
                />
              </div>
            );
          })}
        </div>
      </ScrollRegion>
      {!isPinned && (
        <Button
          size="small"
          className="absolute bottom-2 right-4 shadow-float"
          icon={<ArrowDownToLine size={13} aria-hidden />}
          onClick={pin}
        >
          To the end
        </Button>
      )}
      <CopyButton
        label="Copy the output"
        text={() => output.map((line) => stripAnsi(line.text)).join('\n')}
        className="absolute right-3 top-2 border border-border bg-surface-2"
      />
    </div>
  );
}

/** The rows in view: the last ones, until the person scrolls away from them. */
function useTail(count: number) {
  const [isPinned, setPinned] = useState(true);
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => 20,
    overscan: 30,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the view goes to the end whenever lines were added
  useEffect(() => {
    if (isPinned && count > 0) rows.scrollToIndex(count - 1, { align: 'end' });
  }, [count, isPinned]);
  const onScroll = () => {
    const element = scroller.current;
    if (!element) return;
    setPinned(element.scrollHeight - element.scrollTop - element.clientHeight < 32);
  };
  return { scroller, rows, isPinned, onScroll, pin: () => setPinned(true) };
}

function noOutputWords({ status, failure }: BuildLive): string {
  if (failure) return 'The build failed before it ran a program. The plan says why.';
  if (status === 'none')
    return 'What the programs of a build print appears here. Your own run in the terminal.';
  return 'What the programs print appears here while they run.';
}

function OutputRow({ line, title }: { line: OutputLine; title: string | undefined }) {
  const look = classNames(
    'font-mono text-[12.5px]/5 whitespace-pre-wrap [overflow-wrap:anywhere]',
    tones[line.stream],
  );
  return (
    <div className={title ? 'pt-2' : undefined}>
      {title && <div className="text-sm text-muted">{title}</div>}
      <div className={look}>
        {line.stream === 'command' && <span aria-hidden>$ </span>}
        {stripAnsi(line.text) || ' '}
      </div>
    </div>
  );
}

/** Steps work side by side: a line is headed by its step where it begins a command, or where the step changes. */
function needsTitle(output: readonly OutputLine[], index: number): boolean {
  const line = output[index];
  return line?.stream === 'command' || line?.stepId !== output[index - 1]?.stepId;
}
