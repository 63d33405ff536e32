import type { Duplex } from 'node:stream';
import type { Logger } from '@sandsmith/foundation/logger';
import type { PackageAccess } from '../package-access.ts';
import type { ByteBudget } from './byte-budget.ts';
import {
  type Destination,
  decideDestination,
  type EgressMode,
  type EgressRefusal,
  type Resolve,
} from './destination.ts';
import { malformed, spent } from './refusals.ts';
import { createAllowList } from './registry-hosts.ts';
import { proxyFor, upstreamProxyOf } from './upstream.ts';

/** What all connections of one sandbox share. */
export interface EgressSandbox {
  mode: EgressMode;
  signal: AbortSignal;
  budget: ByteBudget;
  /** Targets whose refusal has been logged. */
  refusals: Set<string>;
  /** Those that are open. */
  tunnels: Set<Duplex>;
}

export interface AskedFor {
  /** Undefined where what was asked cannot be read. */
  target: { host: string; port: number } | undefined;
  scheme: 'http' | 'https';
}

export type Passage = { destination: Destination; proxy: URL | undefined } | { refusal: EgressRefusal };

export interface EgressGate {
  /** Whether, where to, and by way of which proxy. */
  ask(sandbox: EgressSandbox, asked: AskedFor): Promise<Passage>;
  /** Logs a refusal. */
  tell(sandbox: EgressSandbox, target: string, refusal: EgressRefusal): void;
}

export interface EgressGateOptions {
  logger: Logger;
  access: () => Promise<PackageAccess>;
  extraHosts?: string[];
  resolve: Resolve;
}

/** A program that is refused again and again does not fill the log. */
const maxLoggedRefusals = 20;

/** An install asks hundreds of times within seconds; the settings are in files. */
const freshMs = 5_000;

/** What the machine's settings allow, read again after a few seconds. */
function createSettings({ access, extraHosts }: Pick<EgressGateOptions, 'access' | 'extraHosts'>) {
  let known: { atMs: number; settings: ReturnType<typeof read> } | undefined;
  async function read() {
    const found = await access();
    return {
      allowList: createAllowList({ access: found, extraHosts }),
      upstream: upstreamProxyOf(found.proxy),
    };
  }
  return () => {
    if (known && Date.now() - known.atMs < freshMs) return known.settings;
    const entry = { atMs: Date.now(), settings: read() };
    known = entry;
    entry.settings.catch(() => {
      if (known === entry) known = undefined;
    });
    return entry.settings;
  };
}

export function createEgressGate({ logger, access, extraHosts, resolve }: EgressGateOptions): EgressGate {
  const settings = createSettings({ access, extraHosts });
  return {
    async ask(sandbox, { target, scheme }) {
      if (!target) return { refusal: malformed };
      if (sandbox.budget.isSpent()) return { refusal: spent };
      const { allowList, upstream } = await settings();
      const proxy = proxyFor(target.host, scheme, upstream);
      const decision = await decideDestination(target, {
        mode: sandbox.mode,
        allowList,
        resolve,
        isBehindProxy: proxy !== undefined,
      });
      return 'refusal' in decision ? decision : { ...decision, proxy };
    },
    tell(sandbox, target, { reason }) {
      if (sandbox.refusals.size >= maxLoggedRefusals || sandbox.refusals.has(target)) return;
      sandbox.refusals.add(target);
      logger.info({ target, reason, mode: sandbox.mode }, 'connection out of a sandbox refused');
    },
  };
}
