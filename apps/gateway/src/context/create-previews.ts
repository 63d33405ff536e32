import type { IncomingMessage } from 'node:http';
import { sessionEndedChannel } from '@sandsmith/auth/session-standing';
import { deriveKey } from '@sandsmith/crypto/secret-key';
import type { Logger } from '@sandsmith/foundation/logger';
import type { Config } from '../config.ts';
import { createPreviewAddresses, type PreviewAddresses } from '../preview/preview-addresses.ts';
import { createPreviewCookies } from '../preview/preview-cookie.ts';
import { createPreviewGate } from '../preview/preview-gate.ts';
import { createPreviewServer, type PreviewServer } from '../preview/preview-server.ts';
import { createPreviewTokens } from '../preview/preview-tokens.ts';
import { createSessionAgents } from '../preview/session-agents.ts';
import type { SessionService } from '../sessions/session-service.ts';
import type { Auth } from './create-auth.ts';
import type { SharedState } from './create-kv.ts';
import type { Lifecycle } from './lifecycle.ts';

export interface Previews {
  server: PreviewServer;
  addresses: PreviewAddresses;
}

/** What listens in sessions, shown in browsers. */
export async function createPreviews(options: {
  config: Config;
  secretKey: Buffer;
  sessions: SessionService;
  auth: Auth;
  kv: SharedState['kv'];
  ownUrl: () => string | undefined;
  logger: Logger;
  lifecycle: Lifecycle;
}): Promise<Previews> {
  const { config, secretKey, sessions, auth, kv, ownUrl, logger, lifecycle } = options;
  const { previewHost, publicUrl } = config;
  const tokens = createPreviewTokens({ key: deriveKey(secretKey, 'preview-tokens') });
  const gate = createPreviewGate({
    tokens,
    findSession: sessions.find,
    isStanding: async ({ userId, proof: { kind, id } }) =>
      kind === 'sign-in'
        ? (await auth.standing.roleOf({ sessionId: id, userId })) !== undefined
        : auth.apiKeys.isStanding({ id, userId }),
  });
  const unsubscribe = await kv.subscribe(sessionEndedChannel, gate.proofEnded);
  lifecycle.add('previews', unsubscribe);
  const isSecure = (request: IncomingMessage) => isSecureRequest(request, config);
  const isLocalhost = previewHost.endsWith('.localhost');
  return {
    addresses: createPreviewAddresses({ tokens, previewHost, publicUrl, ownUrl, isSecure }),
    server: createPreviewServer({
      ...{ previewHost, gate, isSecure, logger },
      cookies: createPreviewCookies({ gate, tokens, isLocalhost }),
      agents: createSessionAgents(),
      frameOrigins: () =>
        [publicUrl, ownUrl()].flatMap((url) => (url === undefined ? [] : [new URL(url).origin])),
    }),
  };
}

/** As Express finds it: the proxies before this server are believed as many as there are. */
function isSecureRequest({ headers }: IncomingMessage, { publicUrl, trustedProxies }: Config): boolean {
  if (publicUrl?.startsWith('https:')) return true;
  const told = headers['x-forwarded-proto'];
  return trustedProxies > 0 && typeof told === 'string' && told.split(',')[0]?.trim() === 'https';
}
