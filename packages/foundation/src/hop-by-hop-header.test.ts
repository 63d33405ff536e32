import { expect, test } from '@jest/globals';
import { isHopByHop } from './hop-by-hop-header.ts';

test.each([
  'Connection',
  'Keep-Alive',
  'Proxy-Authenticate',
  'Proxy-Authorization',
  'Proxy-Connection',
  'TE',
  'Trailer',
  'Transfer-Encoding',
  'Upgrade',
  'transfer-encoding',
])('%s is of one connection', (name) => expect(isHopByHop(name)).toBe(true));

test.each(['Host', 'Content-Length', 'Authorization', 'Cookie', 'WWW-Authenticate', 'X-Upgrade', ''])(
  '%j is passed on',
  (name) => expect(isHopByHop(name)).toBe(false),
);
