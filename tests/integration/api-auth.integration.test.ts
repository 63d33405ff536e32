import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { apiKeyListSchema, createdApiKeySchema, meSchema } from '@sandsmith/contracts/http/auth';
import { type ApiClient, createApiClient } from '@sandsmith/test-kit/product/api-client';
import { spawnProduct } from '@sandsmith/test-kit/product/spawn-product';
import { type Product, startProduct } from '@sandsmith/test-kit/product/start-product';

let product: Product;
let anyone: ApiClient;
beforeAll(async () => {
  product = await startProduct({ env: { LOGIN_ATTEMPTS: '10' } });
  anyone = createApiClient({ url: product.url });
});
afterAll(() => product.close());

const me = (token: string) => anyone.withToken(token).request('GET', '/auth/me');
const refresh = (cookie: string, headers: Record<string, string> = {}) =>
  anyone.request('POST', '/auth/refresh', { headers: { Cookie: cookie, ...headers } });
const cookieOf = (headers: Headers) => headers.getSetCookie()[0]?.split(';')[0] ?? '';

/** A JWT made by hand: any header, any claims, any signature. */
function forge(header: object, claims: object, signature = ''): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  return `${encode(header)}.${encode(claims)}.${signature}`;
}

describe('signing in', () => {
  test('gives an access token, and the refresh token in a cookie that scripts and other sites cannot have', async () => {
    const { session } = await anyone.signIn(product.account);
    expect(Date.parse(session.expiresAt) - Date.now()).toBeLessThanOrEqual(15 * 60_000);
    expect(session.user).toMatchObject({ email: product.account.email, role: 'admin' });
    const { headers, body } = await anyone.request('POST', '/auth/login', { json: product.account });
    expect(headers.getSetCookie()[0]).toMatch(
      /^sandsmith_refresh=[\w-]{43}; Path=\/api\/v1\/auth; Expires=[^;]+; HttpOnly; SameSite=Strict$/,
    );
    expect(JSON.stringify(body)).not.toContain(cookieOf(headers).split('=')[1]);
    expect(headers.get('cache-control')).toBe('no-store');
  });

  test('answers a wrong password and an unknown email alike', async () => {
    const email = 'wrong@example.org';
    const wrong = await anyone.problem('POST', '/auth/login', {
      json: { email: product.account.email, password: 'not the password' },
    });
    const unknown = await anyone.problem('POST', '/auth/login', {
      json: { email, password: 'not the password' },
    });
    expect(wrong).toMatchObject({ status: 401, code: 'auth.invalid-credentials' });
    expect({ ...unknown, requestId: '', headers: '' }).toEqual({ ...wrong, requestId: '', headers: '' });
  });

  test('stops guessing after ten tries, and says for how long; others may still sign in', async () => {
    const json = { email: 'guessed@example.org', password: 'guess' };
    for (let attempt = 0; attempt < 10; attempt += 1)
      expect((await anyone.request('POST', '/auth/login', { json })).status).toBe(401);
    const refused = await anyone.problem('POST', '/auth/login', { json });
    expect(refused).toMatchObject({ status: 429, code: 'request.rate-limited' });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    await anyone.signIn(product.account);
  });
});

describe('access tokens', () => {
  test('are refused when absent, broken, unsigned, signed by another key or by another algorithm', async () => {
    const { token = '' } = product.client;
    const [header = '', claims = '', signature = ''] = token.split('.');
    const parsed = JSON.parse(Buffer.from(claims, 'base64url').toString('utf8'));
    const bad = [
      'x',
      'x.y.z',
      `${header}.${claims}`,
      `${header}.${claims}.${signature.slice(0, -2)}AA`,
      forge({ alg: 'none', typ: 'JWT' }, parsed),
      forge({ alg: 'None', typ: 'JWT' }, parsed),
      forge({ alg: 'HS512', typ: 'JWT' }, parsed, signature),
      forge({ alg: 'RS256', typ: 'JWT' }, parsed, signature),
      forge({ alg: 'HS256', typ: 'JWT' }, { ...parsed, sub: crypto.randomUUID() }, signature),
      'sk_sand_nothing',
    ];
    for (const each of bad)
      expect(await me(each)).toMatchObject({ status: 401, body: { code: 'auth.token-invalid' } });
    expect(await anyone.request('GET', '/auth/me')).toMatchObject({
      status: 401,
      body: { code: 'auth.required' },
    });
    const basic = await anyone.problem('GET', '/auth/me', { headers: { Authorization: 'Basic YTpi' } });
    expect(basic.code).toBe('auth.required');
    expect(basic.headers.get('www-authenticate')).toMatch(/^Bearer/);
  });

  test('that have expired are told apart', async () => {
    const { createAccessTokens } = await import('@sandsmith/auth/access-tokens');
    const { deriveKey, loadSecretKey } = await import('@sandsmith/crypto/secret-key');
    const { dataDirectory } = product.context.config;
    const key = deriveKey(await loadSecretKey({ file: `${dataDirectory}/secret.key` }), 'access-tokens');
    const old = createAccessTokens({ key, lifetimeMs: -60_000 }).issue({
      userId: crypto.randomUUID(),
      sessionId: crypto.randomUUID(),
    });
    expect(await me(old.token)).toMatchObject({ status: 401, body: { code: 'auth.token-expired' } });
  });
});

describe('refreshing', () => {
  test('rotates the token, and an old one after its successor was used closes the whole session', async () => {
    const { cookie: first, token } = await anyone.signIn(product.account);
    const second = await refresh(first);
    expect(second.status).toBe(200);
    expect(cookieOf(second.headers)).not.toBe(first);
    const third = await refresh(cookieOf(second.headers));
    expect(third.status).toBe(200);
    const accessToken = (third.body as { accessToken: string }).accessToken;
    expect((await me(accessToken)).status).toBe(200);

    expect(await refresh(first)).toMatchObject({ status: 401, body: { code: 'auth.refresh-reused' } });
    expect((await refresh(cookieOf(third.headers))).status).toBe(401);
    expect((await me(accessToken)).status).toBe(401);
    expect((await me(token ?? '')).status).toBe(401);
  });

  test('twice at once gives both tabs the same successor', async () => {
    const { cookie } = await anyone.signIn(product.account);
    const answers = await Promise.all([refresh(cookie), refresh(cookie), refresh(cookie)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(new Set(answers.map(({ headers }) => cookieOf(headers))).size).toBe(1);
  });

  test('by another site is refused, and changes nothing', async () => {
    const { cookie } = await anyone.signIn(product.account);
    const strange: Record<string, string>[] = [
      { Origin: 'https://evil.example' },
      { 'Sec-Fetch-Site': 'cross-site' },
      { Origin: 'null' },
    ];
    for (const headers of strange) {
      expect(await refresh(cookie, headers)).toMatchObject({
        status: 403,
        body: { code: 'auth.origin-refused' },
      });
      const logout = await anyone.request('POST', '/auth/logout', {
        headers: { Cookie: cookie, ...headers },
      });
      expect(logout.status).toBe(403);
    }
    expect((await refresh(cookie, { Origin: product.url, 'Sec-Fetch-Site': 'same-origin' })).status).toBe(
      200,
    );
  });

  test('without a cookie, or with a made-up one, is 401', async () => {
    expect(await refresh('')).toMatchObject({ status: 401, body: { code: 'auth.required' } });
    expect(await refresh('sandsmith_refresh=abc')).toMatchObject({
      status: 401,
      body: { code: 'auth.token-invalid' },
    });
  });
});

test('signing out ends the session and its access tokens at once', async () => {
  const { cookie, token = '' } = await anyone.signIn(product.account);
  expect((await me(token)).status).toBe(200);
  const out = await anyone.request('POST', '/auth/logout', { headers: { Cookie: cookie } });
  expect(out.status).toBe(204);
  expect(out.headers.getSetCookie()[0]).toContain('Max-Age=0');
  expect((await me(token)).status).toBe(401);
  expect((await refresh(cookie)).status).toBe(401);
  expect((await anyone.request('POST', '/auth/logout')).status).toBe(204);
});

describe('registering', () => {
  test('makes a member, once', async () => {
    const json = { email: 'New@Example.org', password: 'a long enough password', displayName: 'New' };
    const made = await anyone.request('POST', '/auth/register', { json });
    expect(made).toMatchObject({ status: 201, body: { user: { email: 'new@example.org', role: 'member' } } });
    expect(await anyone.problem('POST', '/auth/register', { json })).toMatchObject({
      code: 'auth.email-taken',
    });
  });

  test('tells what is wrong with each field', async () => {
    const json = { email: 'no', password: 'short', role: 'admin' };
    const { status, issues } = await anyone.problem('POST', '/auth/register', { json });
    expect(status).toBe(400);
    expect(issues?.map(({ path }) => path).sort()).toEqual(['email', 'password', 'role']);
  });

  test('is closed unless it was opened', async () => {
    const closed = await spawnProduct({ env: { REGISTRATION: '' } });
    try {
      const json = { email: 'new@example.org', password: 'a long enough password' };
      expect(await closed.client.problem('POST', '/auth/register', { json })).toMatchObject({
        status: 403,
        code: 'auth.registration-closed',
      });
    } finally {
      await closed.close();
    }
  });
});

describe('API keys', () => {
  test('are told once, work like a token, and stop when withdrawn', async () => {
    const { client } = product;
    const created = await client.call('POST', '/api-keys', {
      json: { name: 'script', expiresInDays: 1 },
      schema: createdApiKeySchema,
    });
    expect(created.key).toMatch(/^sk_sand_[\w-]{43}$/);
    expect(created.key.startsWith(created.prefix)).toBe(true);
    const asKey = anyone.withToken(created.key);
    expect((await asKey.call('GET', '/auth/me', { schema: meSchema })).user.role).toBe('admin');
    const list = await client.call('GET', '/api-keys', { schema: apiKeyListSchema });
    expect(list.apiKeys.find(({ id }) => id === created.id)?.lastUsedAt).not.toBeNull();
    expect(JSON.stringify(list)).not.toContain(created.key);

    const other = await product.register('key-thief');
    expect((await other.problem('DELETE', `/api-keys/${created.id}`)).code).toBe('api-key.not-found');
    expect((await client.request('DELETE', `/api-keys/${created.id}`)).status).toBe(204);
    expect((await asKey.request('GET', '/auth/me')).status).toBe(401);
    expect((await client.problem('DELETE', `/api-keys/${created.id}`)).code).toBe('api-key.not-found');
  });
});
