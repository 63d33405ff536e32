import { expect, test } from '@jest/globals';
import { nextPortWatch, noPorts } from './port-watch.ts';

const ready = (...ports: number[]) => ({ id: 'one', isReady: true, ports });
const elsewhere = { isFirst: false, isPreviewShown: false };

test('a port that begins to listen is told until it is looked at', () => {
  let watch = nextPortWatch(noPorts, { session: ready(), ...elsewhere });
  expect(watch.unseen).toEqual([]);
  watch = nextPortWatch(watch, { session: ready(8000), ...elsewhere });
  watch = nextPortWatch(watch, { session: ready(8000, 5173), ...elsewhere });
  expect(watch.unseen).toEqual([8000, 5173]);
  watch = nextPortWatch(watch, { session: ready(8000), ...elsewhere });
  expect(watch.unseen).toEqual([8000]);
  watch = nextPortWatch(watch, { session: ready(8000), isFirst: false, isPreviewShown: true });
  expect(watch.unseen).toEqual([]);
  // A server that was started again is news again.
  watch = nextPortWatch(watch, { session: ready(8000, 5173), ...elsewhere });
  expect(watch.unseen).toEqual([5173]);
});

test('what listens already when the page is opened is nothing new', () => {
  const first = nextPortWatch(noPorts, { session: ready(8000), isFirst: true, isPreviewShown: false });
  expect(first.unseen).toEqual([]);
  expect(nextPortWatch(first, { session: ready(8000, 9000), ...elsewhere }).unseen).toEqual([9000]);
});

test('another session begins anew, and its end takes the news with it', () => {
  const before = nextPortWatch(noPorts, { session: ready(8000), ...elsewhere });
  const other = nextPortWatch(before, { session: { ...ready(8000), id: 'two' }, ...elsewhere });
  expect(other.unseen).toEqual([8000]);
  expect(nextPortWatch(other, { session: { ...ready(), isReady: false }, ...elsewhere })).toBe(noPorts);
});
