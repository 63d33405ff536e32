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

export function createEgressGate({ logger, access, extraHosts, resolve }: EgressGateOptions): EgressGate {
  return {
    async ask(sandbox, { target, scheme }) {
      if (!target) return { refusal: malformed };
      if (sandbox.budget.isSpent()) return { refusal: spent };
      const known = await access();
      const proxy = proxyFor(target.host, scheme, upstreamProxyOf(known.proxy));
      const decision = await decideDestination(target, {
        mode: sandbox.mode,
        allowList: createAllowList({ access: known, extraHosts }),
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
