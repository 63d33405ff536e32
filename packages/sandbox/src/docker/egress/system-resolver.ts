import { lookup } from 'node:dns/promises';
import type { Resolve } from './destination.ts';

/**
 * Looks names up as the system does, hosts file included. Each lookup holds one of the few threads that the server's
 * files are read with, for as long as a name server is silent: so only so many at once, and one for all who ask for the
 * same name.
 */
export function createSystemResolver({
  atOnce = 2,
  look = async (host) => (await lookup(host, { all: true })).map(({ address }) => address),
}: {
  atOnce?: number;
  look?: Resolve;
} = {}): Resolve {
  const ongoing = new Map<string, Promise<string[]>>();
  const waiting: (() => void)[] = [];
  let running = 0;

  async function inTurn(host: string): Promise<string[]> {
    if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await look(host);
    } finally {
      // the place goes to the next, or is free
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  }

  return (host) => {
    const known = ongoing.get(host);
    if (known) return known;
    const answer = inTurn(host).finally(() => ongoing.delete(host));
    ongoing.set(host, answer);
    return answer;
  };
}
