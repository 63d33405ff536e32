import { BlockList, isIP, isIPv4 } from 'node:net';

/** What an address stands for; `public` is what is left. */
export type AddressKind =
  | 'public'
  /** Hands out a machine's own secrets to whoever asks from it. */
  | 'metadata'
  | 'unspecified'
  | 'loopback'
  | 'link-local'
  | 'private'
  /** Shared by a provider's customers behind one public address. */
  | 'carrier'
  | 'multicast'
  /** No host's: set aside, or of a kind that this machine cannot look through. */
  | 'reserved';

type Range = [kind: AddressKind, network: string, prefix: number];

/**
 * The first that fits decides. The networks for documentation are left out: no private network should use them, so
 * there is nothing of the machine's own surroundings to protect.
 */
const ipv4Ranges: Range[] = [
  ['metadata', '169.254.169.254', 32],
  ['metadata', '100.100.100.200', 32],
  ['metadata', '192.0.0.192', 32],
  ['metadata', '168.63.129.16', 32],
  ['unspecified', '0.0.0.0', 8],
  ['loopback', '127.0.0.0', 8],
  ['link-local', '169.254.0.0', 16],
  ['private', '10.0.0.0', 8],
  ['private', '172.16.0.0', 12],
  ['private', '192.168.0.0', 16],
  ['private', '198.18.0.0', 15],
  ['carrier', '100.64.0.0', 10],
  ['multicast', '224.0.0.0', 4],
  ['reserved', '192.0.0.0', 24],
  ['reserved', '192.88.99.0', 24],
  ['reserved', '240.0.0.0', 4],
];

const ipv6Ranges: Range[] = [
  ['metadata', 'fd00:ec2::254', 128],
  ['metadata', 'fd20:ce::254', 128],
  ['unspecified', '::', 128],
  ['loopback', '::1', 128],
  ['link-local', 'fe80::', 10],
  ['private', 'fc00::', 7],
  ['private', 'fec0::', 10],
  ['private', '64:ff9b:1::', 48],
  ['multicast', 'ff00::', 8],
  ['reserved', '2001::', 23],
  ['public', '2000::', 3],
  ['reserved', '::', 0],
];

function matcherOf(ranges: Range[], family: 'ipv4' | 'ipv6'): (address: string) => AddressKind | undefined {
  const lists = ranges.map(([kind, network, prefix]) => {
    const list = new BlockList();
    list.addSubnet(network, prefix, family);
    return { kind, list };
  });
  return (address) => lists.find(({ list }) => list.check(address, family))?.kind;
}

const kindOfIpv4 = matcherOf(ipv4Ranges, 'ipv4');
const kindOfIpv6 = matcherOf(ipv6Ranges, 'ipv6');

/** The eight numbers of an IPv6 address. */
function groupsOf(address: string): number[] {
  // the URL parser writes every form alike, also those that end like an IPv4 address
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const read = (part: string) =>
    part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16));
  if (tail === undefined) return read(head);
  const [first, last] = [read(head), read(tail)];
  return [...first, ...Array<number>(8 - first.length - last.length).fill(0), ...last];
}

function dotted(high: number, low: number): string {
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

/** The IPv4 address that an IPv6 one leads to: mapped, compatible, translated, or by a gateway (NAT64, 6to4). */
function embeddedIpv4(groups: number[]): string | undefined {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = groups;
  if (a === 0x2002) return dotted(b, c);
  const isNat64 = a === 0x64 && b === 0xff9b && c + d + e + f === 0;
  const isMapped = a + b + c + d + e === 0 && f === 0xffff;
  const isTranslated = a + b + c + d + f === 0 && e === 0xffff;
  const isCompatible = a + b + c + d + e + f === 0 && g !== 0;
  return isNat64 || isMapped || isTranslated || isCompatible ? dotted(g, h) : undefined;
}

/**
 * The one form of an address to compare by: lower case, without a zone, an IPv4 address out of an IPv6 one that leads
 * to it. Undefined where the text is no address.
 */
export function plainAddress(text: string): string | undefined {
  const [address = ''] = text.split('%');
  if (isIP(address) === 0) return undefined;
  if (isIPv4(address)) return address;
  return embeddedIpv4(groupsOf(address)) ?? new URL(`http://[${address}]`).hostname.slice(1, -1);
}

/** What an IPv4 or IPv6 address stands for. A text that is no address counts as `reserved`. */
export function addressKind(text: string): AddressKind {
  const address = plainAddress(text);
  if (address === undefined) return 'reserved';
  return (isIPv4(address) ? kindOfIpv4(address) : kindOfIpv6(address)) ?? 'public';
}
