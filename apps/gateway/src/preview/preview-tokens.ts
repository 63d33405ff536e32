import { equalsInConstantTime, signText } from '@sandsmith/crypto/tokens';
import { z } from 'zod';

/**
 * enter: in the address that the interface gives, exchanged for a cookie. cookie: on the preview's own origin. path:
 * in the path, where the browser cannot reach the previews' hosts.
 */
const claimsSchema = z.strictObject({
  kind: z.enum(['enter', 'cookie', 'path']),
  sessionId: z.string(),
  port: z.int(),
  userId: z.string(),
  /** The sign-in or API key that asked for it: it ends with that. */
  proof: z.strictObject({ kind: z.enum(['sign-in', 'api-key']), id: z.string() }),
  /** Where the interface was open: it may show the preview in a frame. */
  frameOrigin: z.string().optional(),
  expiresAtMs: z.int(),
});
export type PreviewClaims = z.infer<typeof claimsSchema>;

export interface PreviewTokens {
  sign(claims: PreviewClaims): string;
  /** The claims of a token of this kind; undefined for one that is made up, changed, of another kind or over. */
  verify(kind: PreviewClaims['kind'], token: string): PreviewClaims | undefined;
}

const maxTokenLength = 2_048;

export function createPreviewTokens({
  key,
  now = Date.now,
}: {
  key: Buffer;
  now?: () => number;
}): PreviewTokens {
  const signatureOf = (payload: string) => signText(`preview\n${payload}`, key);
  return {
    sign(claims) {
      const payload = Buffer.from(JSON.stringify(claims), 'utf8').toString('base64url');
      return `${payload}.${signatureOf(payload)}`;
    },
    verify(kind, token) {
      if (token.length > maxTokenLength) return undefined;
      const [, payload, signature] = /^([\w-]+)\.([\w-]{43})$/.exec(token) ?? [];
      if (!payload || !signature || !equalsInConstantTime(signature, signatureOf(payload))) return undefined;
      // Signed above by this installation; another version of it may have meant another shape.
      const claims = claimsSchema.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
      if (!claims.success || claims.data.kind !== kind || claims.data.expiresAtMs <= now()) return undefined;
      return claims.data;
    },
  };
}
