import { expect, test } from '@jest/globals';
import { filePathFault } from './file-path.ts';

test.each(['a.py', 'src/héllo wörld.ts', 'a/b/c', '-v.sh', '日本.csv', '👩‍🔬.txt', '.hidden', 'a..b'])(
  '%p is a path',
  (path) => expect(filePathFault(path)).toBeUndefined(),
);

test.each([
  '',
  '/etc/passwd',
  'C:/x',
  'a\\b',
  '..',
  'a/../b',
  'a//b',
  './a',
  'a\u0000b',
  'a\nb',
  'a\u001b[2Jb',
  'a\u009b2Jb',
  'a\u202egnp.exe',
  'a\u2028b',
  'a\u200fb',
  'a\ud800',
  'x'.repeat(201),
  `${'x/'.repeat(256)}y`,
])('%p is refused', (path) => expect(filePathFault(path)).toEqual(expect.any(String)));
