import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { SandsmithError } from '@sandsmith/foundation/errors';
import { type AddressKind, addressKind } from '@sandsmith/foundation/network-address';

/**
 * Addresses that hand out a machine's own secrets to whoever asks from it (cloud metadata), and those that are no
 * host's. Loopback and private networks stay allowed: that is where Ollama and self-hosted models are.
 */
const refusedKinds: ReadonlySet<AddressKind> = new Set<AddressKind>([
  'metadata',
  'link-local',
  'unspecified',
  'multicast',
  'reserved',
]);

const refusedNames = /^(metadata|instance-data|metadata\.google\.internal|metadata\.azure\.internal)\.?$/i;

/**
 * Refuses a model address that a user gave where it, or what its name resolves to, is not to be asked from this
 * server. A name that does not resolve passes: asking it cannot reach anything either.
 */
export async function checkCredentialAddress(address: string): Promise<void> {
  const { hostname, username, password } = new URL(address);
  if (username || password)
    throw refused('it holds a user name or a password; enter the key in its own field');
  const host = hostname.replace(/^\[|\]$/g, '');
  if (refusedNames.test(host)) throw refused('it is the metadata service of a cloud');
  for (const address of await resolve(host)) {
    if (refusedKinds.has(addressKind(address))) throw refused('it leads to a link-local or reserved address');
  }
}

async function resolve(host: string): Promise<string[]> {
  if (isIP(host)) return [host];
  try {
    return (await lookup(host, { all: true })).map(({ address }) => address);
  } catch {
    return [];
  }
}

function refused(why: string): SandsmithError {
  return new SandsmithError({
    code: 'credential.address-refused',
    message: `This address cannot be used: ${why}. Enter the address of a model server, such as http://127.0.0.1:11434.`,
  });
}
