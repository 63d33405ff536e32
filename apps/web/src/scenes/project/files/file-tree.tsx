import {
  hotkeysCoreFeature,
  searchFeature,
  selectionFeature,
  syncDataLoaderFeature,
} from '@headless-tree/core';
import { useTree } from '@headless-tree/react';
import type { TreeEntry } from '@sandsmith/contracts/domain/project';
import { useVirtualizer } from '@tanstack/react-virtual';
import { ChevronDown, ChevronRight, FileText } from 'lucide-react';
import { useEffect, useMemo, useRef } from 'react';
import { classNames } from '../../../design/class-names.ts';
import { useEditor, useOpenFiles } from '../../../state/editor-store.ts';
import { isAtWork } from '../plan/build-words.ts';
import { useWorkbench } from '../workbench/workbench-context.ts';
import { type FileMark, fileMarks, rootPath, type TreeNode, treeModel } from './tree-model.ts';

const rowHeight = 24;
const markWords: Record<FileMark, string> = { A: 'added by this build', M: 'changed by this build' };

/** Roving focus, arrow keys and type-ahead from headless-tree; only the visible rows are rendered. */
export function FileTree({ entries }: { entries: readonly TreeEntry[] }) {
  const { project, feed } = useWorkbench();
  const { files } = feed.live;
  const { active, drafts } = useOpenFiles(project.id);
  const open = useEditor((state) => state.open);
  // Once a build has ended, what is stored is all there is.
  const paths = isAtWork(feed.live) ? Object.keys(files).sort().join('\n') : '';
  const nodes = useMemo(() => treeModel(entries, paths ? paths.split('\n') : []), [entries, paths]);
  const marks = useMemo(() => fileMarks(files), [files]);
  const tree = useFileTree(nodes, (path) => open(project.id, path));
  const scroller = useRef<HTMLDivElement>(null);
  const items = tree.getItems();
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  return (
    <div ref={scroller} className="h-full overflow-auto">
      <div
        {...tree.getContainerProps('Project files')}
        style={{ height: rows.getTotalSize(), position: 'relative' }}
      >
        {rows.getVirtualItems().map((row) => {
          const item = items[row.index];
          if (!item) return null;
          const path = item.getItemData();
          return (
            <button
              type="button"
              {...item.getProps()}
              aria-label={undefined}
              key={path}
              className={classNames(
                'absolute inset-x-0 flex items-center gap-1.5 pr-3 text-left hoverable focus-visible:-outline-offset-2',
                path === active && 'bg-surface-3',
              )}
              style={{ top: row.start, height: rowHeight, paddingLeft: 10 + item.getItemMeta().level * 14 }}
            >
              <TreeIcon isFolder={item.isFolder()} isExpanded={item.isExpanded()} />
              <span className="min-w-0 flex-1 truncate">{item.getItemName()}</span>
              <TreeMarks
                mark={marks.get(path)}
                isUnsaved={drafts[path] !== undefined}
                isWriting={files[path]?.state === 'writing'}
              />
            </button>
          );
        })}
      </div>
    </div>
  );
}

/** The tree's state and keys, over whatever nodes there are now. */
function useFileTree(nodes: ReadonlyMap<string, TreeNode>, onOpen: (path: string) => void) {
  const model = useRef(nodes);
  model.current = nodes;
  const tree = useTree<string>({
    rootItemId: rootPath,
    getItemName: (item) => model.current.get(item.getItemData())?.name ?? '',
    isItemFolder: (item) => model.current.get(item.getItemData())?.isFolder ?? false,
    initialState: {
      expandedItems: [...nodes.values()]
        .filter((node) => node.isFolder)
        .map(({ path }) => path)
        .slice(0, 50),
    },
    dataLoader: {
      getItem: (path) => path,
      getChildren: (path) => model.current.get(path)?.children ?? [],
    },
    onPrimaryAction: (item) => {
      if (!item.isFolder()) onOpen(item.getItemData());
    },
    features: [syncDataLoaderFeature, selectionFeature, hotkeysCoreFeature, searchFeature],
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the tree reads the nodes through the ref
  useEffect(() => tree.rebuildTree(), [nodes]);
  return tree;
}

function TreeIcon({ isFolder, isExpanded }: { isFolder: boolean; isExpanded: boolean }) {
  const Icon = isFolder ? (isExpanded ? ChevronDown : ChevronRight) : FileText;
  return <Icon size={14} aria-hidden className="shrink-0 text-muted" />;
}

interface TreeMarksProps {
  mark: FileMark | undefined;
  isUnsaved: boolean;
  isWriting: boolean;
}

function TreeMarks({ mark, isUnsaved, isWriting }: TreeMarksProps) {
  return (
    <>
      {isWriting && <span className="sr-only">being written</span>}
      {isUnsaved && (
        <span className="size-1.5 rounded-full bg-accent">
          <span className="sr-only">unsaved</span>
        </span>
      )}
      {mark && (
        <span
          title={markWords[mark]}
          className={classNames('font-mono text-xs', mark === 'A' ? 'text-success' : 'text-warning')}
        >
          <span aria-hidden>{mark}</span>
          <span className="sr-only">{markWords[mark]}</span>
        </span>
      )}
    </>
  );
}
