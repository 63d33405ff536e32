import { SandsmithError } from '@sandsmith/foundation/errors';
import { type ApiKeys, apiKeyPrefix } from './api-keys.ts';
import type { Principal } from './principal.ts';
import type { Sessions } from './sessions.ts';

const maxTokenLength = 4_096;

export interface Authentication {
  /** Proves an `Authorization` header. */
  authenticateHeader(header: string | undefined): Promise<Principal>;
  /** Proves an access token or an API key. */
  authenticateToken(token: string): Promise<Principal>;
}

export function createAuthentication({
  sessions,
  apiKeys,
}: {
  sessions: Sessions;
  apiKeys: ApiKeys;
}): Authentication {
  async function authenticateToken(token: string): Promise<Principal> {
    if (token.length > maxTokenLength || token.length === 0) throw required();
    return token.startsWith(apiKeyPrefix) ? apiKeys.authenticate(token) : sessions.authenticate(token);
  }
  return {
    authenticateToken,
    async authenticateHeader(header) {
      const token = /^Bearer +(\S+) *$/i.exec(header ?? '')?.[1];
      if (!token) throw required();
      return authenticateToken(token);
    },
  };
}

function required(): SandsmithError {
  return new SandsmithError({
    code: 'auth.required',
    message:
      'This needs a signed-in user. Send "Authorization: Bearer …" with the access token of POST /api/v1/auth/login or an API key.',
  });
}
