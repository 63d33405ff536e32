import type { SandboxSession } from '@sandsmith/sandbox/sandbox-port';
import type { LiveSession } from '../sessions/live-session.ts';
import type { PreviewClaims, PreviewTokens } from './preview-tokens.ts';

export interface AdmittedPreview {
  claims: PreviewClaims;
  session: LiveSession;
  sandbox: SandboxSession;
}

export interface PreviewGate {
  /** Who holds this token may see this port of this session; undefined for whatever reason they may not. */
  admit(
    token: string,
    wanted: { kind: PreviewClaims['kind']; sessionId?: string; port: number },
  ): Promise<AdmittedPreview | undefined>;
  /** What was found last in the session, for hosts that name no port. */
  newestPort(sessionId: string): number | undefined;
  /** `close` is called when the session or the sign-in ends; returns what forgets it. */
  hold(admitted: AdmittedPreview, close: () => void): () => void;
  /** A sign-in or an API key has just ended. */
  proofEnded(proofId: string): void;
}

export interface PreviewGateOptions {
  tokens: PreviewTokens;
  findSession: (id: string) => LiveSession | undefined;
  /** Whether the sign-in or the API key still stands. */
  isStanding: (claims: Pick<PreviewClaims, 'userId' | 'proof'>) => Promise<boolean>;
}

/** A page loads hundreds of files: its proof is looked up once for all of them. An end that is told counts at once. */
const trustMs = 5_000;
const maxTrusted = 10_000;

export function createPreviewGate({ tokens, findSession, isStanding }: PreviewGateOptions): PreviewGate {
  const trustedUntilMs = new Map<string, number>();
  const held = createHolds();
  const watched = new WeakSet<LiveSession>();

  async function stands(claims: PreviewClaims): Promise<boolean> {
    const { id } = claims.proof;
    if ((trustedUntilMs.get(id) ?? 0) > Date.now()) return true;
    trustedUntilMs.delete(id);
    if (!(await isStanding(claims))) return false;
    if (trustedUntilMs.size >= maxTrusted) trustedUntilMs.clear();
    trustedUntilMs.set(id, Date.now() + trustMs);
    return true;
  }

  function liveSandbox(session: LiveSession): SandboxSession | undefined {
    return session.view().status === 'ready' ? session.sandbox() : undefined;
  }

  return {
    async admit(token, { kind, sessionId, port }) {
      const claims = tokens.verify(kind, token);
      if (!claims || claims.port !== port) return undefined;
      if (sessionId !== undefined && claims.sessionId !== sessionId) return undefined;
      const session = findSession(claims.sessionId);
      if (session?.ownerId !== claims.userId || !(await stands(claims))) return undefined;
      const sandbox = liveSandbox(session);
      return sandbox && { claims, session, sandbox };
    },
    newestPort(sessionId) {
      const session = findSession(sessionId);
      return session && liveSandbox(session)?.ports().at(-1);
    },
    hold({ claims, session }, close) {
      const releases = [held.add(claims.proof.id, close), held.add(session.id, close)];
      if (!watched.has(session)) void session.ended.then(() => held.closeAll(session.id));
      watched.add(session);
      return () => {
        for (const release of releases) release();
      };
    },
    proofEnded(proofId) {
      trustedUntilMs.delete(proofId);
      held.closeAll(proofId);
    },
  };
}

/** Open connections by what ends them. */
function createHolds() {
  const groups = new Map<string, Set<() => void>>();
  return {
    add(key: string, close: () => void) {
      const group = groups.get(key) ?? new Set();
      groups.set(key, group.add(close));
      return () => {
        group.delete(close);
        if (group.size === 0 && groups.get(key) === group) groups.delete(key);
      };
    },
    closeAll(key: string) {
      const group = [...(groups.get(key) ?? [])];
      groups.delete(key);
      for (const close of group) close();
    },
  };
}
