import { expect, test } from '@jest/globals';
import { fileMarks, rootPath, treeModel } from './tree-model.ts';

const entry = (path: string, kind: 'file' | 'directory' = 'file') => ({
  path,
  kind,
  bytes: 1,
  modifiedAt: '2026-11-20T12:00:00Z',
});

test('folders come first, names go by number, folders inside paths are made', () => {
  const nodes = treeModel(
    [entry('b10.py'), entry('b9.py'), entry('src/deep/a.py'), entry('empty', 'directory')],
    [],
  );
  expect(nodes.get(rootPath)?.children).toEqual(['empty', 'src', 'b9.py', 'b10.py']);
  expect(nodes.get('src')).toMatchObject({ isFolder: true, children: ['src/deep'] });
  expect(nodes.get('src/deep/a.py')?.name).toBe('a.py');
});

test('a file that is being written stands in the tree before it is stored, once', () => {
  const nodes = treeModel([entry('a.py')], ['a.py', 'src/new.py']);
  expect(nodes.get(rootPath)?.children).toEqual(['src', 'a.py']);
});

test('marks tell written from written again', () => {
  const file = (path: string, versions: number) => ({
    path,
    stepId: 'a',
    content: '',
    state: 'written' as const,
    versions,
  });
  const marks = fileMarks({ 'a.py': file('a.py', 1), 'b.py': file('b.py', 2) });
  expect([...marks]).toEqual([
    ['a.py', 'A'],
    ['b.py', 'M'],
  ]);
});
