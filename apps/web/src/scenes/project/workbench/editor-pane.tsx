import { FileCode2, X } from 'lucide-react';
import { lazy, Suspense, useRef } from 'react';
import { Button } from '../../../design/button.tsx';
import { classNames } from '../../../design/class-names.ts';
import { Empty } from '../../../design/placeholder.tsx';
import { useEditor, useOpenFiles } from '../../../state/editor-store.ts';
import { isAtWork } from '../plan/build-words.ts';
import { FileConflict } from './file-conflict.tsx';
import { useOpenFile } from './use-open-file.tsx';
import { useWorkbench } from './workbench-context.ts';

const CodeEditor = lazy(() =>
  import('../../../editor/code-editor.tsx').then(({ CodeEditor }) => ({ default: CodeEditor })),
);

/** Tabs of open files over the editor. */
export function EditorPane() {
  const { project, feed } = useWorkbench();
  const { active } = useOpenFiles(project.id);
  return (
    <section aria-label="Editor" className="flex h-full min-h-0 flex-col">
      {active ? (
        <>
          <EditorTabs />
          <ActiveFile key={project.id} path={active} />
        </>
      ) : (
        <Empty icon={<FileCode2 size={24} aria-hidden />} title="No file is open">
          {feed.live.status === 'awaiting-approval'
            ? 'The code streams in here once you approve the plan.'
            : 'Choose one from the files, or watch here as the build writes.'}
        </Empty>
      )}
    </section>
  );
}

function EditorTabs() {
  const { project, feed } = useWorkbench();
  const { tabs, active, drafts, isFollowing } = useOpenFiles(project.id);
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
        {tabs.map((path) => {
          const isActive = path === active;
          const name = path.slice(path.lastIndexOf('/') + 1);
          const isDirty = drafts[path] !== undefined;
          return (
            <div
              key={path}
              className={classNames(
                'group flex shrink-0 items-center border-r border-border transition-calm',
                isActive ? 'bg-surface-1 shadow-[inset_0_2px_0_var(--accent)]' : 'text-muted hover:text-text',
              )}
            >
              <button
                type="button"
                role="tab"
                aria-selected={isActive}
                tabIndex={isActive ? 0 : -1}
                title={path}
                onClick={() => open(project.id, path)}
                onKeyDown={(event) => move(event, path)}
                onAuxClick={(event) => event.button === 1 && close(project.id, path)}
                className="flex h-full items-center gap-1.5 pl-3 pr-1 focus-visible:-outline-offset-2"
              >
                {name}
                {isDirty && <span className="sr-only">, unsaved</span>}
                {feed.live.files[path]?.state === 'writing' && (
                  <span className="size-1.5 animate-pulse rounded-full bg-info" aria-hidden />
                )}
              </button>
              <button
                type="button"
                aria-label={`Close ${name}`}
                tabIndex={-1}
                onClick={() => close(project.id, path)}
                className="mr-1.5 flex size-5 items-center justify-center rounded hoverable"
              >
                {isDirty ? (
                  <span aria-hidden className="size-2 rounded-full bg-accent group-hover:hidden" />
                ) : null}
                <X size={13} aria-hidden className={isDirty ? 'hidden group-hover:block' : undefined} />
              </button>
            </div>
          );
        })}
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

function ActiveFile({ path }: { path: string }) {
  const { project } = useWorkbench();
  const file = useOpenFile(project.id, path);
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
              value={file.value}
              isReadOnly={file.isReadOnly}
              isStreaming={file.isStreaming}
              onChange={file.change}
              onSave={file.save}
            />
          </Suspense>
        </div>
      )}
    </div>
  );
}
