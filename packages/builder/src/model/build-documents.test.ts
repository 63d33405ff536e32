import { expect, test } from '@jest/globals';
import type { BuilderContext } from '../builder-context.ts';
import { findBuildDocuments } from './build-documents.ts';

const stored = [
  { id: 'a', name: 'x.csv' },
  { id: 'b', name: 'x.csv' },
];
// The one repository that is asked, and of it the one question.
const context = {
  documents: { listByIds: async (ids: string[]) => stored.filter(({ id }) => ids.includes(id)) },
} as unknown as BuilderContext;
const find = (documentIds: string[]) =>
  findBuildDocuments(context, { documentIds } as Parameters<typeof findBuildDocuments>[1]);

test('documents of one name stand beside each other', async () => {
  expect((await find(['a', 'b'])).map(({ path }) => path)).toEqual(['data/x.csv', 'data/2-x.csv']);
});

test('a document that was deleted meanwhile is told, and not left to the program to miss', async () => {
  await expect(find(['a', 'gone'])).rejects.toMatchObject({ code: 'document.not-found' });
});
