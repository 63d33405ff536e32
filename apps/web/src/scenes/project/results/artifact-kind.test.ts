import { expect, test } from '@jest/globals';
import { artifactKind, artifactTitle, inOrder } from './artifact-kind.ts';

const artifact = (path: string, mediaType = 'application/octet-stream', bytes = 10) => ({
  path,
  mediaType,
  bytes,
});

test('each kind is shown its way', () => {
  expect(artifactKind(artifact('a.png', 'image/png'))).toBe('chart');
  expect(artifactKind(artifact('a.csv', 'text/csv; charset=utf-8'))).toBe('table');
  expect(artifactKind(artifact('a.json', 'application/json'))).toBe('table');
  expect(artifactKind(artifact('a.html', 'text/html'))).toBe('page');
  expect(artifactKind(artifact('a.txt', 'text/plain; charset=utf-8'))).toBe('text');
  expect(artifactKind(artifact('huge.txt', 'text/plain', 5_000_000))).toBe('file');
  expect(artifactKind(artifact('a.xlsx'))).toBe('file');
  expect(artifactKind(artifact('huge.csv', 'text/csv', 50_000_000))).toBe('file');
});

test('a path becomes a title', () => {
  expect(artifactTitle('tables/average-temp_max.csv')).toBe('Average temp max');
  expect(artifactTitle('.csv')).toBe('.csv');
});

test('results stand as the answer speaks of them, the chart before its table', () => {
  const paths = ['5-wettest.csv', 'average-by-month.csv', 'average-by-month.png', 'notes.csv'];
  const artifacts = paths.map((path) => artifact(path, path.endsWith('png') ? 'image/png' : 'text/csv'));
  const ordered = inOrder(artifacts, 'Average by month: August. 5 wettest: …').map(({ path }) => path);
  expect(ordered).toEqual(['average-by-month.png', 'average-by-month.csv', '5-wettest.csv', 'notes.csv']);
});
