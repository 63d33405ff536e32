import type { IncomingMessage } from 'node:http';
import type { Principal } from '@sandsmith/auth/principal';
import type { Preview } from '@sandsmith/contracts/http/sessions';
import { SandsmithError } from '@sandsmith/foundation/errors';
import type { LiveSession } from '../sessions/live-session.ts';
import { withEnterToken } from './preview-cookie.ts';
import type { PreviewClaims, PreviewTokens } from './preview-tokens.ts';

export interface PreviewAddresses {
  /** Addresses of a port for this user's browser. Throws `preview.not-listening` where no port is known or given. */
  make(options: {
    principal: Principal;
    session: LiveSession;
    port: number | undefined;
    path: string | undefined;
    request: IncomingMessage;
  }): Preview;
}

const enterWithinMs = 60_000;
const maxPathLifetimeMs = 12 * 3_600_000;
const loopbackNames = /^(localhost|127(\.\d+){3}|\[::1\])$/;

export function createPreviewAddresses(options: {
  tokens: PreviewTokens;
  previewHost: string;
  publicUrl: string | undefined;
  /** Where the server listens. */
  ownUrl: () => string | undefined;
  isSecure: (request: IncomingMessage) => boolean;
}): PreviewAddresses {
  const { tokens, previewHost, publicUrl, ownUrl, isSecure } = options;

  /** Where the browser sees this server, as it says itself. */
  function seenAt(request: IncomingMessage): URL {
    const scheme = isSecure(request) ? 'https' : 'http';
    const seen = URL.parse(`${scheme}://${request.headers.host}`);
    return seen ?? new URL(publicUrl ?? ownUrl() ?? 'http://localhost');
  }

  /** Names below localhost are this machine's: only what was asked for there can be reached by them. */
  function originOf(label: string, request: IncomingMessage): string {
    const seen = seenAt(request);
    const isLocal = previewHost.endsWith('.localhost');
    const own = publicUrl === undefined ? seen : new URL(publicUrl);
    const from = !isLocal ? own : loopbackNames.test(seen.hostname) ? seen : new URL(ownUrl() ?? seen);
    return `${from.protocol}//${label}.${previewHost}${from.port === '' ? '' : `:${from.port}`}`;
  }

  return {
    make({ principal, session, port: wanted, path = '/', request }) {
      const port = wanted ?? session.sandbox().ports().at(-1);
      if (port === undefined) throw nothingFound();
      const nowMs = Date.now();
      const claims: Omit<PreviewClaims, 'kind' | 'expiresAtMs'> = {
        ...{ sessionId: session.id, port, userId: principal.userId },
        proof: proofOf(principal),
        frameOrigin: seenAt(request).origin,
      };
      const expiresAtMs = Math.min(nowMs + enterWithinMs, session.expiresAtMs);
      const enter = tokens.sign({ ...claims, kind: 'enter', expiresAtMs });
      const stay = tokens.sign({
        ...{ ...claims, kind: 'path' },
        expiresAtMs: Math.min(nowMs + maxPathLifetimeMs, session.expiresAtMs),
      });
      return {
        port,
        url: originOf(`${session.id}-${port}`, request) + withEnterToken(path, enter),
        pathUrl: `/preview/${stay}/${port}${path}`,
        expiresAt: new Date(expiresAtMs).toISOString(),
      };
    },
  };
}

function proofOf({ sessionId, apiKeyId }: Principal): PreviewClaims['proof'] {
  if (sessionId !== undefined) return { kind: 'sign-in', id: sessionId };
  if (apiKeyId !== undefined) return { kind: 'api-key', id: apiKeyId };
  throw new Error('a preview was asked for with a proof that cannot be looked up');
}

function nothingFound(): SandsmithError {
  return new SandsmithError({
    code: 'preview.not-listening',
    message:
      'Nothing in the session listens on a port yet. Start a server there, such as python3 -m http.server, or name the port.',
    isRetryable: true,
  });
}
