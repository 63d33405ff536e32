import { FileCode2, X } from 'lucide-react';
import { lazy, Suspense, useEffect, useRef } from 'react';
import { Button } from '../../../design/button.tsx';
import { classNames } from '../../../design/class-names.ts';
import { Empty } from '../../../design/placeholder.tsx';
import type { LiveStatus } from '../../../realtime/build-live.ts';
import { useEditor, useOpenFiles } from '../../../state/editor-store.ts';
import { isAtWork } from '../plan/build-words.ts';
import { FileConflict } from './file-conflict.tsx';
import { useOpenFile } from './use-open-file.tsx';
import { useReveal } from './use-reveal.ts';
import { useWorkbench } from './workbench-context.ts';

const loadEditor = () => import('../../../editor/code-editor.tsx');
const CodeEditor = lazy(() => loadEditor().then(({ CodeEditor }) => ({ default: CodeEditor })));

/** Tabs of open files over the editor. */
export function EditorPane() {
  const { project, feed } = useWorkbench();
  const { active } = useOpenFiles(project.id);
  useEffect(() => {
    // Ahead of the first file, so that the code can be watched from its first line.
    void loadEditor();
  }, []);
  return (
    <section aria-label="Editor" className="flex h-full min-h-0 flex-col">
      {active ? (
        <>
          <EditorTabs />
          <ActiveFile key={project.id} path={active} />
        </>
      ) : (
        <Empty icon={<FileCode2 size={24} aria-hidden />} title="No file is open">
          {emptyWords(feed.live.status)}
        </Empty>
      )}
    </section>
  );
}

function emptyWords(status: LiveStatus): string {
  if (status === 'none') return 'Choose one from the files, or make one there or in the terminal.';
  if (status === 'awaiting-approval') return 'The code streams in here once you approve the plan.';
  if (status === 'planning') return 'The code streams in here once the plan is made and approved.';
  if (status === 'failed') return 'The plan says what failed and what to do.';
  return 'Choose one from the files, or watch here as the build writes.';
}

function EditorTabs() {
  const { project, feed } = useWorkbench();
  const { tabs, isFollowing } = useOpenFiles(project.id);
  const { open, close, follow } = useEditor();
  const list = useRef<HTMLDivElement>(null);
  const move = (event: React.KeyboardEvent, path: string) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (event.key === 'Delete') close(project.id, path);
    if (!step) return;
    const next = tabs[(tabs.indexOf(path) + step + tabs.length) % tabs.length];
    if (next) open(project.id, next);
    setTimeout(() => list.current?.querySelector<HTMLElement>('[aria-selected="true"]')?.focus(), 0);
  };
  return (
    <div className="flex h-9 shrink-0 items-stretch border-b border-border bg-surface-2">
      <div
        ref={list}
        role="tablist"
        aria-label="Open files"
        className="flex min-w-0 flex-1 overflow-x-auto [scrollbar-width:none]"
      >
        {tabs.map((path) => (
          <FileTab key={path} path={path} onKeyDown={(event) => move(event, path)} />
        ))}
      </div>
      {!isFollowing && isAtWork(feed.live) && (
        <div className="flex items-center px-2">
          <Button size="small" onClick={() => follow(project.id)}>
            Follow the build
          </Button>
        </div>
      )}
    </div>
  );
}

interface FileTabProps {
  path: string;
  onKeyDown(event: React.KeyboardEvent): void;
}

function FileTab({ path, onKeyDown }: FileTabProps) {
  const { project, feed } = useWorkbench();
  const { active, drafts } = useOpenFiles(project.id);
  const { open, close } = useEditor();
  const isActive = path === active;
  const name = path.slice(path.lastIndexOf('/') + 1);
  const isDirty = drafts[path] !== undefined;
  return (
    <button
      type="button"
      role="tab"
      aria-selected={isActive}
      aria-keyshortcuts="Delete"
      tabIndex={isActive ? 0 : -1}
      title={path}
      onClick={(event) => {
        const onClose = event.target instanceof Element && event.target.closest('[data-close]');
        if (onClose) close(project.id, path);
        else open(project.id, path);
      }}
      onKeyDown={onKeyDown}
      onAuxClick={(event) => event.button === 1 && close(project.id, path)}
      className={classNames(
        'group flex shrink-0 items-center gap-1.5 border-r border-border pl-3 pr-1.5 transition-calm focus-visible:-outline-offset-2',
        isActive ? 'bg-surface-1 shadow-[inset_0_2px_0_var(--accent)]' : 'text-muted hover:text-text',
      )}
    >
      {name}
      {isDirty && <span className="sr-only">, unsaved</span>}
      {feed.live.files[path]?.state === 'writing' && (
        <span
          className="size-1.5 animate-pulse rounded-full bg-info motion-reduce:animate-none"
          aria-hidden
        />
      )}
      <span
        data-close
        aria-hidden
        title={`Close ${name}`}
        className="flex size-5 items-center justify-center rounded hoverable"
      >
        {isDirty && <span className="size-2 rounded-full bg-accent group-hover:hidden" />}
        <X size={13} className={isDirty ? 'hidden group-hover:block' : undefined} />
      </span>
    </button>
  );
}

function ActiveFile({ path }: { path: string }) {
  const { project } = useWorkbench();
  const file = useOpenFile(project.id, path);
  const { drafts } = useOpenFiles(project.id);
  const revealed = useReveal(path);
  const partial = drafts[path] ? undefined : revealed;
  return (
    <div role="tabpanel" aria-label={path} className="flex min-h-0 flex-1 flex-col">
      {file.notice}
      {file.conflict && <FileConflict path={path} conflict={file.conflict} />}
      {file.value !== undefined && (
        <div className="min-h-0 flex-1">
          <Suspense fallback={<div className="h-full" />}>
            <CodeEditor
              modelPath={`/${project.id}/${path}`}
              path={path}
              value={partial ?? file.value}
              isReadOnly={file.isReadOnly || partial !== undefined}
              isStreaming={file.isStreaming || partial !== undefined}
              onChange={file.change}
              onSave={file.save}
            />
          </Suspense>
        </div>
      )}
    </div>
  );
}
