import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { SandboxSession } from '../sandbox-port.ts';
import type { SandboxHarness } from './sandbox-harness.ts';
import { openSession, speak, withSession } from './session-harness.ts';

/** Asks the proxy as a program would; prints the status line and what comes back. */
const askProxy = (request: string) =>
  `exec 3<>/dev/tcp/127.0.0.1/3128; printf '${request.replaceAll('\r\n', '\\r\\n')}' >&3; timeout 20 cat <&3 | head -c 400`;

const connectTo = (authority: string) => askProxy(`CONNECT ${authority} HTTP/1.1\r\nHost: x\r\n\r\n`);

const refused = [
  'example.com:443',
  '169.254.169.254:80',
  '127.0.0.1:22',
  '172.17.0.1:2375',
  '[::1]:80',
  'host.docker.internal:2375',
  'pypi.org:22',
  'metadata.google.internal:80',
];

/** What a sandbox may reach: nothing, or with network "packages" the registries and nothing else. */
export function describeEgress(harness: SandboxHarness): void {
  describe('egress', () => {
    let current: SandboxSession | undefined;
    const session = () => {
      if (!current) throw new Error('the session was not opened');
      return current;
    };
    beforeAll(async () => {
      current = await openSession(harness, { language: 'javascript', network: 'packages' });
    });
    afterAll(() => current?.close());

    test('with network "packages" npm asks its registry', async () => {
      const { stdout, stderr, exitCode } = await speak(session(), 'npm view is-odd@3.0.1 version');
      expect({ stdout, stderr, exitCode }).toEqual({ stdout: '3.0.1\n', stderr: '', exitCode: 0 });
    });

    test('with network "packages" pip downloads and installs, and says why it may not elsewhere', async () => {
      await withSession(harness, { language: 'python', network: 'packages' }, async (python) => {
        const install =
          'pip install --quiet humanize==4.9.0 && python3 -c "import humanize; print(humanize.intcomma(12345))"';
        expect(await speak(python, install)).toMatchObject({ stdout: '12,345\n', exitCode: 0 });
        const elsewhere = 'pip download --retries 1 --index-url https://example.com/simple x 2>&1';
        expect((await speak(python, elsewhere)).stdout).toContain(
          'example.com:443: it is not a package registry',
        );
      });
    });

    test.each(refused)('%s is refused, and the answer says why', async (authority) => {
      const { stdout } = await speak(session(), connectTo(authority));
      expect(stdout).toMatch(/^HTTP\/1\.1 403 Refused by the sandbox: /);
      expect(stdout).toContain('Sandsmith did not connect to');
    });

    test('there is no way but the proxy: no device, no name, no route', async () => {
      const { stdout } = await speak(
        session(),
        'tail -n +3 /proc/net/dev | cut -d: -f1 | tr -d " "; (exec 3<>/dev/tcp/172.17.0.1/53) 2>&1 | grep -o "Network is unreachable" | sort -u; getent hosts pypi.org || echo no name',
      );
      expect(stdout).toBe('lo\nNetwork is unreachable\nno name\n');
    });

    test('with network "none" nobody listens for the proxy', async () => {
      await withSession(harness, {}, async (sealed) => {
        const { stdout } = await speak(sealed, `(${connectTo('pypi.org:443')}) 2>&1`);
        expect(stdout).toContain('Connection refused');
      });
    });
  });
}
