import type { TreeEntry } from '@sandsmith/contracts/domain/project';
import type { FileLive } from '../../../realtime/build-live.ts';

export interface TreeNode {
  path: string;
  name: string;
  isFolder: boolean;
  children: string[];
}

export const rootPath = '';

/** Nodes by path: folders first, then by name; folders that only occur inside a path are made. */
export function treeModel(
  entries: readonly TreeEntry[],
  extraFiles: readonly string[],
): Map<string, TreeNode> {
  const nodes = new Map<string, TreeNode>([
    [rootPath, { path: rootPath, name: '', isFolder: true, children: [] }],
  ]);
  const add = (path: string, isFolder: boolean): void => {
    if (nodes.has(path)) return;
    const cut = path.lastIndexOf('/');
    const parent = cut === -1 ? rootPath : path.slice(0, cut);
    add(parent, true);
    nodes.set(path, { path, name: path.slice(cut + 1), isFolder, children: [] });
    nodes.get(parent)?.children.push(path);
  };
  for (const entry of entries) add(entry.path, entry.kind === 'directory');
  for (const path of extraFiles) add(path, false);
  for (const node of nodes.values()) {
    node.children.sort((a, b) => {
      const folderFirst = Number(nodes.get(b)?.isFolder) - Number(nodes.get(a)?.isFolder);
      return folderFirst || a.localeCompare(b, undefined, { numeric: true });
    });
  }
  return nodes;
}

export type FileMark = 'A' | 'M';

/** A: this build wrote the file once; M: it wrote it again, as after a repair. */
export function fileMarks(files: Readonly<Record<string, FileLive>>): Map<string, FileMark> {
  return new Map(Object.values(files).map(({ path, versions }) => [path, versions > 1 ? 'M' : 'A']));
}
