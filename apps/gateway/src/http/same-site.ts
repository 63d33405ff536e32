import { SandsmithError } from '@sandsmith/foundation/errors';
import type { Request } from 'express';
import type { Config } from '../config.ts';

/**
 * For the two requests that a cookie alone proves: a browser says where they come from, and another site is refused.
 * SameSite=Strict keeps the cookie away already; this holds where a browser or another port on the same host does not.
 */
export function refuseOtherSites(request: Request, { publicUrl }: Pick<Config, 'publicUrl'>): void {
  const fetchSite = request.get('sec-fetch-site');
  if (fetchSite !== undefined && fetchSite !== 'same-origin' && fetchSite !== 'none') throw refused();
  const origin = request.get('origin');
  if (origin === undefined || isOwnOrigin(origin, request, publicUrl)) return;
  throw refused();
}

export function isOwnOrigin(
  origin: string,
  request: Pick<Request, 'get'>,
  publicUrl: string | undefined,
): boolean {
  const url = URL.parse(origin);
  if (!url) return false;
  if (publicUrl !== undefined && url.origin === new URL(publicUrl).origin) return true;
  return url.host === request.get('host');
}

function refused(): SandsmithError {
  return new SandsmithError({
    code: 'auth.origin-refused',
    message:
      'The request was started by another site. Open Sandsmith at its own address; behind a proxy, set PUBLIC_URL to the address that people use.',
  });
}
