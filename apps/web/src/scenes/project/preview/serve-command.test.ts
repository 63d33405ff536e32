import { expect, test } from '@jest/globals';
import { serveCommand } from './serve-command.ts';

const command = (situation: Partial<Parameters<typeof serveCommand>[0]>) =>
  serveCommand({ paths: [], manifest: undefined, language: undefined, ...situation })?.command;

test('a script of the project comes before a server of files', () => {
  const manifest = '{ "scripts": { "start": "node .", "dev": "vite" } }';
  expect(command({ manifest, language: 'javascript' })).toBe('npm install && npm run dev');
  expect(command({ manifest: '{ "scripts": { "start": "node ." } }' })).toBe('npm install && npm run start');
  expect(command({ paths: ['manage.py'] })).toBe('python3 manage.py runserver');
});

test('files are served with what the language brings, and with nothing that is not there', () => {
  expect(command({ paths: ['index.html'] })).toBe('python3 -m http.server 8000');
  expect(command({ language: 'php' })).toBe('php -S 127.0.0.1:8000');
  expect(command({ language: 'rust' })).toBeUndefined();
});

test.each(['', 'null', '[]', '{ "scripts": 4 }', '{ "scripts": { "dev": {} } }'])(
  'a manifest of %j is no reason to fail',
  (manifest) => {
    expect(command({ manifest, language: 'javascript' })).toBeUndefined();
  },
);
