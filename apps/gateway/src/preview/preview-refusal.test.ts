import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { newId } from '@sandsmith/foundation/ids';
import { createPreviewTokens } from './preview-tokens.ts';
import { owner, type PreviewWorld, port, startPreviewWorld } from './preview-world.fixture.ts';

let world: PreviewWorld;
beforeEach(async () => {
  world = await startPreviewWorld();
});
afterEach(() => world.close());

const sign = (change: object) =>
  world.tokens.sign({
    ...{ kind: 'cookie', sessionId: world.session.id, port, userId: owner.userId },
    ...{ proof: { kind: 'sign-in', id: owner.sessionId }, expiresAtMs: Date.now() + 60_000, ...change },
  });
const cases: [string, () => string][] = [
  ['another user', () => sign({ userId: newId() })],
  ['another session', () => sign({ sessionId: newId() })],
  ['another port', () => sign({ port: 5_174 })],
  ['a token that has run out', () => sign({ expiresAtMs: Date.now() - 1 })],
  ['a token that was changed', () => sign({}).replace(/^./, (first) => (first === 'e' ? 'f' : 'e'))],
  ['a signature that was changed', () => sign({}).replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))],
  [
    'a token of another key',
    () =>
      createPreviewTokens({ key: Buffer.alloc(32, 2) }).sign(
        world.tokens.verify('cookie', sign({})) as never,
      ),
  ],
  ['nothing', () => ''],
  ['nonsense', () => 'x.y'],
  [
    'a sign-in that has ended',
    () => {
      const id = newId();
      world.ended.add(id);
      return sign({ proof: { kind: 'sign-in', id } });
    },
  ],
];
const asKind = (kind: string, token: string) => {
  const [payload] = token.split('.');
  if (!payload || payload.length < 10) return token;
  const signed = world.tokens.verify('cookie', token);
  return signed ? world.tokens.sign({ ...signed, kind: kind as 'path' }) : token;
};

test.each(cases)('%s', async (_name, make) => {
  const token = make();
  const Cookie = `__Host-sandsmith-preview=${token}`;
  const before = world.asked;
  expect(await world.ask('/', { headers: { Cookie } })).toMatchObject({ status: 401 });
  expect(await world.upgrade('/', { Host: world.hostOf(), Cookie })).toMatch(/^HTTP\/1\.1 401/);
  expect(await world.ask(`/?sandsmith-preview=${asKind('enter', token)}`)).toMatchObject({ status: 401 });
  const path = `/preview/${asKind('path', token)}/${port}/`;
  const inPath = await world.ask(path, { host: 'localhost' });
  // A token that is none at all does not make a preview's address.
  expect(inPath.body).not.toBe('from the program');
  if (token !== '') expect(inPath.status).toBe(401);
  expect(await world.upgrade(path, { Host: 'localhost', Origin: 'null' })).toMatch(
    /^HTTP\/1\.1 (401|200 product)/,
  );
  expect(world.asked).toBe(before);
});

test('a token of one kind in the place of another', async () => {
  const cookie = sign({});
  const enter = sign({ kind: 'enter' });
  const path = sign({ kind: 'path' });
  for (const token of [enter, path])
    expect(await world.ask('/', { headers: { Cookie: `__Host-sandsmith-preview=${token}` } })).toMatchObject({
      status: 401,
    });
  for (const token of [cookie, path])
    expect(await world.ask(`/?sandsmith-preview=${token}`)).toMatchObject({ status: 401 });
  for (const token of [cookie, enter])
    expect(await world.ask(`/preview/${token}/${port}/`, { host: 'localhost' })).toMatchObject({
      status: 401,
    });
});

test('everything, once the session or the sign-in is over; what is open is cut', async () => {
  const headers = await world.signIn();
  world.onRequest = (_request, response) => void response.write('never ending');
  const cut = world.ask('/', { headers }).catch((error: Error) => error);
  await new Promise((resolve) => setTimeout(resolve, 100));
  world.ended.add(owner.sessionId);
  world.gate.proofEnded(owner.sessionId);
  expect(await cut).toMatchObject({ code: 'ECONNRESET' });
  expect(await world.ask('/', { headers })).toMatchObject({ status: 401 });
  world.ended.clear();
  const cutToo = world.ask('/', { headers }).catch((error: Error) => error);
  await new Promise((resolve) => setTimeout(resolve, 100));
  await world.session.end('done');
  expect(await cutToo).toMatchObject({ code: 'ECONNRESET' });
  expect(await world.ask('/', { headers })).toMatchObject({ status: 401 });
});
