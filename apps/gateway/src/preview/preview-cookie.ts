import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AdmittedPreview, PreviewGate } from './preview-gate.ts';
import { cookieValues } from './preview-headers.ts';
import type { PreviewTokens } from './preview-tokens.ts';

const parameter = 'sandsmith-preview';
const plainName = 'sandsmith-preview';
/** Browsers take this name only for this very host, so that no other preview can put one in its place. */
const hostName = '__Host-sandsmith-preview';

export interface PreviewCookies {
  /** The preview that a request's cookie admits to. */
  admit(
    request: IncomingMessage,
    wanted: { sessionId: string; port: number },
  ): Promise<AdmittedPreview | undefined>;
  set(response: ServerResponse, admitted: AdmittedPreview, options: { isSecure: boolean }): void;
}

export function createPreviewCookies(options: {
  gate: PreviewGate;
  tokens: PreviewTokens;
  /** Browsers take *.localhost for as safe as HTTPS. */
  isLocalhost: boolean;
}): PreviewCookies {
  const { gate, tokens, isLocalhost } = options;
  return {
    async admit(request, wanted) {
      const values = [hostName, plainName].flatMap((name) => cookieValues(request.headers.cookie, name));
      for (const value of values.slice(0, 4)) {
        const admitted = await gate.admit(value, { ...wanted, kind: 'cookie' });
        if (admitted) return admitted;
      }
      return undefined;
    },
    set(response, { claims, session }, { isSecure }) {
      const expiresAtMs = session.expiresAtMs;
      const value = tokens.sign({ ...claims, kind: 'cookie', expiresAtMs });
      const lifetime = `Max-Age=${Math.max(0, Math.floor((expiresAtMs - Date.now()) / 1_000))}`;
      const common = `Path=/; HttpOnly; ${lifetime}`;
      // In the interface's frame it is a third party's cookie: it has to say that it is meant for there alone.
      const cookie =
        isSecure || isLocalhost
          ? `${hostName}=${value}; ${common}; Secure; SameSite=None; Partitioned`
          : `${plainName}=${value}; ${common}; SameSite=Lax`;
      response.appendHeader('Set-Cookie', cookie);
    },
  };
}

/** Adds the token that admits once to an address. */
export function withEnterToken(path: string, token: string): string {
  const hash = path.indexOf('#');
  const [address, fragment] = hash < 0 ? [path, ''] : [path.slice(0, hash), path.slice(hash)];
  return `${address}${address.includes('?') ? '&' : '?'}${parameter}=${token}${fragment}`;
}

/** Takes the token out of an address; what is left is the program's own, byte for byte. */
export function takeEnterToken(path: string): { token: string | undefined; rest: string } {
  const mark = path.indexOf('?');
  if (mark < 0) return { token: undefined, rest: path };
  const pieces = path.slice(mark + 1).split('&');
  const isOurs = (piece: string) => piece.startsWith(`${parameter}=`);
  const token = pieces.find(isOurs)?.slice(parameter.length + 1);
  const query = pieces.filter((piece) => !isOurs(piece)).join('&');
  return { token, rest: path.slice(0, mark) + (query === '' ? '' : `?${query}`) };
}
