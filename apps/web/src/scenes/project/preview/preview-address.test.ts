import { expect, test } from '@jest/globals';
import type { Preview } from '@sandsmith/contracts/http/sessions';
import { frameSandbox, localLink, pathOf, previewForm, previewUrl } from './preview-address.ts';

const previewAt = (url: string): Preview => ({
  port: 5173,
  url,
  pathUrl: '/preview/token/5173/',
  expiresAt: '2026-11-20T08:01:00Z',
});
const local = previewAt('http://abc-5173.preview.localhost:3000/');
const page = (address: string) => new URL(address);

test.each([
  ['http://localhost:3000/', local, 'origin'],
  ['http://127.0.0.1:3000/', local, 'origin'],
  ['http://[::1]:3000/', local, 'origin'],
  ['http://192.168.1.20:3000/', local, 'path'],
  ['http://sandsmith.lan/', local, 'path'],
  ['http://sandsmith.lan/', previewAt('http://abc-5173.preview.sandsmith.lan/'), 'origin'],
  ['https://sandsmith.lan/', previewAt('http://abc-5173.preview.sandsmith.lan/'), 'path'],
  ['https://localhost.example.org/', local, 'path'],
] as const)('on %s the preview has the address it can be reached at', (address, preview, form) => {
  expect(previewForm(preview, page(address))).toBe(form);
});

test('on the address of the server itself a page never gets the origin of the server', () => {
  expect(frameSandbox('path')).not.toContain('allow-same-origin');
  expect(frameSandbox('path')).not.toContain('escape-sandbox');
  expect(frameSandbox('origin')).toContain('allow-same-origin');
  for (const form of ['path', 'origin'] as const) expect(frameSandbox(form)).not.toContain('top-navigation');
  expect(previewUrl(local, 'path', 'http://192.168.1.20:3000')).toBe(
    'http://192.168.1.20:3000/preview/token/5173/',
  );
});

test.each([
  ['', '/'],
  ['admin?x=1', '/admin?x=1'],
  ['/admin', '/admin'],
  ['//evil.example/x', '/evil.example/x'],
  ['\\\\evil.example', '/evil.example'],
  ['http://localhost:5173/a?b#c', '/a?b#c'],
  ['javascript:alert(1)', '/javascript:alert(1)'],
])('%j is the path %j', (typed, path) => {
  expect(pathOf(typed)).toBe(path);
});

test.each([
  ['http://localhost:5173/', { port: 5173, path: '/' }],
  ['http://0.0.0.0:8000/x?y', { port: 8000, path: '/x?y' }],
  ['http://[::]:8000/', { port: 8000, path: '/' }],
  ['https://example.org:5173/', null],
  ['http://localhost.example.org/', null],
  ['file:///etc/passwd', null],
  ['javascript:alert(1)', null],
])('%j printed by a program leads to %j', (address, link) => {
  expect(localLink(address)).toEqual(link);
});
