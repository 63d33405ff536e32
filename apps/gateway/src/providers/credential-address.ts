import { lookup } from 'node:dns/promises';
import { BlockList, isIP, isIPv6 } from 'node:net';
import { SandsmithError } from '@sandsmith/foundation/errors';

/**
 * Addresses that hand out a machine's own secrets to whoever asks from it (cloud metadata), and those that are no
 * host's. Loopback and private networks stay allowed: that is where Ollama and self-hosted models are.
 */
function createRefusedAddresses(): BlockList {
  const refused = new BlockList();
  refused.addSubnet('169.254.0.0', 16, 'ipv4');
  refused.addSubnet('0.0.0.0', 8, 'ipv4');
  refused.addSubnet('224.0.0.0', 3, 'ipv4');
  refused.addAddress('100.100.100.200', 'ipv4');
  refused.addAddress('192.0.0.192', 'ipv4');
  refused.addSubnet('fe80::', 10, 'ipv6');
  refused.addSubnet('ff00::', 8, 'ipv6');
  refused.addAddress('fd00:ec2::254', 'ipv6');
  refused.addAddress('::', 'ipv6');
  return refused;
}

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
  const refusedAddresses = createRefusedAddresses();
  for (const { address: found, family } of await resolve(host)) {
    const plain = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(found)?.[1];
    const isRefused = plain
      ? refusedAddresses.check(plain, 'ipv4')
      : refusedAddresses.check(found, family === 6 ? 'ipv6' : 'ipv4');
    if (isRefused) throw refused('it leads to a link-local or reserved address');
  }
}

async function resolve(host: string): Promise<{ address: string; family: number }[]> {
  if (isIP(host)) return [{ address: host, family: isIPv6(host) ? 6 : 4 }];
  try {
    return await lookup(host, { all: true });
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
