import { isIP } from 'node:net';
import os from 'node:os';
import type { NetworkMode } from '@sandsmith/contracts/domain/run';
import { type AddressKind, addressKind, plainAddress } from '@sandsmith/foundation/network-address';
import type { AllowList } from './registry-hosts.ts';

export type EgressMode = Exclude<NetworkMode, 'none'>;

/** Gives the addresses of a name; empty or throwing where there are none. */
export type Resolve = (host: string) => Promise<string[]>;

export interface Destination {
  host: string;
  port: number;
  /** Checked, in the order to try. Empty where the proxy above resolves the name. */
  addresses: string[];
}

/** Shown to whoever reads the installer's output. */
export interface EgressRefusal {
  status: 400 | 403 | 405 | 502;
  /** One line, for the status line: some installers show nothing else. */
  reason: string;
  remedy: string;
}

export type Decision = { destination: Destination } | { refusal: EgressRefusal };

export interface DecisionOptions {
  mode: EgressMode;
  allowList: AllowList;
  resolve: Resolve;
  /** Names are looked up by the proxy that this machine itself is behind. */
  isBehindProxy: boolean;
}

const kindWords: Record<Exclude<AddressKind, 'public'>, string> = {
  metadata: "a cloud's metadata service",
  unspecified: 'no address at all',
  loopback: "the server's own loopback",
  'link-local': 'a link-local address',
  private: 'a private network',
  carrier: "a provider's inner network",
  multicast: 'a multicast group',
  reserved: 'a reserved address',
};

const mailPort = 25;
const innerNames = /(^|\.)(local|internal|localhost|home\.arpa|lan|intranet|corp)$/;

function forbidden(reason: string, remedy: string): { refusal: EgressRefusal } {
  return { refusal: { status: 403, reason, remedy } };
}

const packagesRemedy =
  'With network "packages" a program reaches package registries alone. Install from a registry, or ask an administrator for a mirror of what is needed.';
const internetRemedy =
  'With network "internet" a program reaches public addresses alone, never this server, its network or other sandboxes.';

/** The machine's own addresses, whatever network they are of. */
function ownAddresses(): Set<string> {
  const all = Object.values(os.networkInterfaces()).flatMap((list) => list ?? []);
  return new Set(all.flatMap(({ address }) => plainAddress(address) ?? []));
}

/** Reads `host:port` the way that every later step sees it: lower case, numbers as addresses, no last dot. */
export function readAuthority(authority: string): { host: string; port: number } | undefined {
  const match = /^(\[[0-9a-fA-F:.]+\]|[^\s:/?#@[\]\\%]{1,255}):(\d{1,5})$/.exec(authority);
  const url = match && URL.parse(`http://${match[1]}`);
  const port = Number(match?.[2]);
  if (!url || port < 1 || port > 65_535) return undefined;
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  return host === '' ? undefined : { host, port };
}

function refuseByName(host: string, port: number, mode: EgressMode): { refusal: EgressRefusal } | undefined {
  if (mode === 'packages')
    return forbidden(
      isIP(host) ? 'addresses in numbers are not allowed' : 'it is not a package registry',
      packagesRemedy,
    );
  if (port === mailPort) return forbidden('mail is not sent from sandboxes', 'Use an API of a mail service.');
  if (isIP(host)) return undefined;
  if (!host.includes('.') || innerNames.test(host))
    return forbidden('it is a name of an inner network', internetRemedy);
  return undefined;
}

function refuseByAddress(addresses: string[], mode: EgressMode): { refusal: EgressRefusal } | undefined {
  const own = ownAddresses();
  for (const address of addresses) {
    const kind = addressKind(address);
    const remedy = mode === 'packages' ? packagesRemedy : internetRemedy;
    if (kind !== 'public') return forbidden(`it leads to ${kindWords[kind]}`, remedy);
    if (own.has(plainAddress(address) ?? '')) return forbidden('it leads to the server itself', remedy);
  }
  return undefined;
}

async function addressesOf(host: string, resolve: Resolve): Promise<string[]> {
  if (isIP(host)) return [host];
  return resolve(host).catch(() => []);
}

/**
 * Whether a program may connect there. A name is looked up once, here, and the connection made to what was found and
 * checked: asked a second time it could give another address.
 */
export async function decideDestination(
  { host, port }: { host: string; port: number },
  { mode, allowList, resolve, isBehindProxy }: DecisionOptions,
): Promise<Decision> {
  const isMirror = allowList.isMirror(host, port);
  const isKnown = isMirror || (mode === 'packages' && allowList.isRegistry(host, port));
  if (!isKnown) {
    const refused = refuseByName(host, port, mode);
    if (refused) return refused;
  }
  // a known name is safe by its name; what is unknown has to be seen to be public
  if (isKnown && isBehindProxy) return { destination: { host, port, addresses: [] } };
  const addresses = await addressesOf(host, resolve);
  if (addresses.length === 0) {
    const remedy = 'Check the name, and that this server can look up names and reach the internet.';
    return { refusal: { status: 502, reason: 'the name has no address', remedy } };
  }
  if (!isMirror) {
    const refused = refuseByAddress(addresses, mode);
    if (refused) return refused;
  }
  return { destination: { host, port, addresses } };
}
