import type { Principal } from '@sandsmith/auth/principal';
import { equalsInConstantTime, signText } from '@sandsmith/crypto/tokens';
import { SandsmithError } from '@sandsmith/foundation/errors';

/**
 * Addresses end at a full half hour, at least one half hour ahead: the same file keeps the same address for a while,
 * so that a page which reads it again does not load it again.
 */
const stepSeconds = 1_800;

export interface ArtifactAddresses {
  /** A relative address of `path` that works for this user's browser for half an hour to an hour. */
  sign(path: string, userId: string): string;
  /** Proves the token of an address; throws `auth.token-invalid` or `auth.token-expired`. */
  verify(path: string, token: string): Principal;
}

/** `<img>` and `<iframe>` cannot send a header, so the address itself proves, for one file and one user. */
export function createArtifactAddresses({
  key,
  now = Date.now,
}: {
  key: Buffer;
  now?: () => number;
}): ArtifactAddresses {
  const signature = (path: string, userId: string, expires: number) =>
    signText(`artifact\n${path}\n${userId}\n${expires}`, key);
  return {
    sign(path, userId) {
      const expires = (Math.floor(now() / 1_000 / stepSeconds) + 2) * stepSeconds;
      return `${encodePath(path)}?token=${expires}.${userId}.${signature(path, userId, expires)}`;
    },
    verify(path, token) {
      const [, expiresText, userId, given] = /^(\d{1,12})\.([0-9a-f-]{36})\.([\w-]{43})$/.exec(token) ?? [];
      if (!expiresText || !userId || !given) throw refused('auth.token-invalid', 'is not valid');
      const expires = Number(expiresText);
      if (!equalsInConstantTime(given, signature(path, userId, expires)))
        throw refused('auth.token-invalid', 'is not valid');
      if (expires * 1_000 <= now()) throw refused('auth.token-expired', 'has run out');
      return { userId, role: 'member', expiresAtMs: expires * 1_000 };
    },
  };
}

function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

function refused(code: 'auth.token-invalid' | 'auth.token-expired', what: string): SandsmithError {
  return new SandsmithError({
    code,
    message: `This address of an artifact ${what}. Read the build or the run again for a fresh one.`,
  });
}
