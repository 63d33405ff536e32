import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { healthReportSchema } from '@sandsmith/contracts/domain/health';
import { type Product, startProduct } from '@sandsmith/test-kit/product/start-product';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.close());

describe('the product', () => {
  test('is alive and ready, at the root and below the interface', async () => {
    for (const path of ['//healthz', '/healthz'])
      expect(await product.client.request('GET', path)).toMatchObject({
        status: 200,
        body: { status: 'ok' },
      });
    for (const path of ['//readyz', '/readyz'])
      expect(await product.client.request('GET', path)).toMatchObject({
        status: 200,
        body: { status: 'ready' },
      });
  });

  test('tells anybody whether they may register', async () => {
    const about = await product.client.withToken(undefined).request('GET', '/system/about');
    expect(about).toMatchObject({ status: 200, body: { registration: 'open' } });
  });

  test('sends its pages compressed', async () => {
    const headers = { Accept: 'text/html', 'Accept-Encoding': 'gzip' };
    const response = await product.client.fetch('GET', '//docs', { headers });
    expect(response.headers.get('content-encoding')).toBe('gzip');
    expect(await response.text()).toContain('/auth/login');
  });

  test('tells numbers by route, never by address', async () => {
    await product.client.request('GET', '/projects');
    const { body } = await product.client.request('GET', '//metrics');
    expect(body).toContain('route="/projects"');
    expect(body).toContain('sandsmith_kv_info{kind="memory"} 1');
    expect(body).toContain('nodejs_eventloop_lag_seconds');
  });

  test('checks every part', async () => {
    const report = await product.client.call('GET', '/system/health', { schema: healthReportSchema });
    const byId = new Map(report.checks.map((check) => [check.id, check]));
    for (const id of ['node', 'disk', 'database', 'ports', 'kv', 'model'])
      expect(byId.get(id)).toMatchObject({ status: 'pass' });
    expect(report.checks.some(({ id }) => id.startsWith('sandbox.'))).toBe(true);
  });

  test('its page is at the root for whatever asks, and in the place of nothing else', async () => {
    const anything = { headers: { Accept: '*/*' } };
    const page = await product.client.fetch('GET', '//', anything);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    for (const path of ['//no-such.js', '//assets/no-such.js', '/no-such'])
      expect((await product.client.fetch('GET', path, anything)).status).toBe(404);
  });

  test('its pages load nothing from another host', async () => {
    for (const path of ['//docs', '//']) {
      const response = await product.client.fetch('GET', path, { headers: { Accept: 'text/html' } });
      const policy = response.headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'self'");
      // Previews alone are shown in frames, each on a host of its own.
      const frames =
        /;frame-src 'self' http:\/\/\*\.preview\.localhost:\* https:\/\/\*\.preview\.localhost:\*/;
      expect(policy).toMatch(frames);
      expect(policy.replace(frames, '')).not.toMatch(/https?:|\*/);
      expect(await response.text()).not.toMatch(/(src|href)="https?:/);
    }
  });
});
