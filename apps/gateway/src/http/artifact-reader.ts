import type { Principal } from '@sandsmith/auth/principal';
import { SandsmithError } from '@sandsmith/foundation/errors';
import type { ArtifactAddresses } from './artifact-addresses.ts';

/** Who reads an artifact: by a bearer token, or by the token in a signed address. */
export function requireArtifactReader(options: {
  principal: Principal | undefined;
  path: string;
  token: string | undefined;
  addresses: ArtifactAddresses;
}): Principal {
  const { principal, path, token, addresses } = options;
  if (principal) return principal;
  if (token !== undefined) return addresses.verify(path, token);
  throw new SandsmithError({
    code: 'auth.required',
    message:
      'This needs a signed-in user: send a bearer token, or use the address that the artifact was listed with.',
  });
}
