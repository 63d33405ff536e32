import type { Found } from '../system/health-checks.ts';

/** What answers at the address that the settings name. */
export type Occupant =
  | { kind: 'sandsmith'; isReady: boolean; detail: string }
  | { kind: 'other' }
  | { kind: 'nobody' };

const timeoutMs = 3_000;

/** Asks who listens at `url`: this product, another program, or nobody. */
export async function findOccupant(url: string): Promise<Occupant> {
  try {
    const alive = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(timeoutMs) });
    const body: unknown = await alive.json().catch(() => undefined);
    if (!alive.ok || typeof body !== 'object' || body === null || !('status' in body))
      return { kind: 'other' };
    const ready = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(timeoutMs) });
    return { kind: 'sandsmith', isReady: ready.ok, detail: ready.ok ? '' : await ready.text() };
  } catch (error) {
    const cause = error instanceof Error ? (error.cause as { code?: string } | undefined) : undefined;
    return cause?.code === 'ECONNREFUSED' ? { kind: 'nobody' } : { kind: 'other' };
  }
}

export function judgeAddress(url: string, occupant: Occupant): Found {
  if (occupant.kind === 'sandsmith') return { status: 'pass', detail: `Sandsmith is running at ${url}` };
  if (occupant.kind === 'nobody') return { status: 'pass', detail: `${url} is free` };
  return {
    status: 'fail',
    detail: `Another program listens at ${url}`,
    remedy: 'Stop that program, or choose another port: PORT=3001 npm start',
  };
}
