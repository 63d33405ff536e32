import type { User } from '@sandsmith/contracts/domain/user';
import { type Session as SessionPayload, sessionSchema } from '@sandsmith/contracts/http/auth';
import axios from 'axios';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { parsePayload } from './parse-payload.ts';
import { isProblem, toProblemError } from './problem-error.ts';

export interface SessionState {
  /** unknown: the cookie has not been tried yet; unreachable: the server did not answer when it was. */
  status: 'unknown' | 'signed-in' | 'signed-out' | 'unreachable';
  user: User | null;
  /** Held in memory alone; the refresh cookie is out of JavaScript's reach. */
  accessToken: string | null;
  /** Signed out by the server, not by the person: the session was too old, or was ended elsewhere. */
  hasEnded: boolean;
}

export interface Session {
  store: StoreApi<SessionState>;
  /** Tries the cookie; at most one request at a time, across tabs too. Resolves to the access token. */
  refresh(): Promise<string | null>;
  login(input: { email: string; password: string }): Promise<void>;
  register(input: { email: string; password: string; displayName?: string | undefined }): Promise<void>;
  logout(): Promise<void>;
}

const refreshAheadMs = 60_000;
const signedOut: SessionState = { status: 'signed-out', user: null, accessToken: null, hasEnded: false };

/** Two tabs that refresh at once would look like a stolen token to the server, so they take turns. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (!('locks' in navigator)) return work();
  return navigator.locks.request('sandsmith-refresh', work);
}

export function createSession(): Session {
  const http = axios.create({ baseURL: '/api/v1/auth', timeout: 30_000 });
  const store = createStore<SessionState>(() => ({ ...signedOut, status: 'unknown' }));
  let pending: Promise<string | null> | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function accept(data: unknown): string {
    const payload: SessionPayload = parsePayload(sessionSchema, data, 'auth');
    clearTimeout(timer);
    const dueMs = Math.max(5_000, Date.parse(payload.expiresAt) - Date.now() - refreshAheadMs);
    timer = setTimeout(() => void refresh(), Math.min(dueMs, 2_000_000_000));
    store.setState({
      status: 'signed-in',
      user: payload.user,
      accessToken: payload.accessToken,
      hasEnded: false,
    });
    return payload.accessToken;
  }

  async function askForToken(): Promise<string | null> {
    try {
      return accept((await inTurn(() => http.post('/refresh', {}))).data);
    } catch (thrown) {
      const error = toProblemError(thrown);
      const isFinal = isProblem(error) && error.status >= 400 && error.status < 500 && error.status !== 429;
      const { status, hasEnded } = store.getState();
      if (isFinal) store.setState({ ...signedOut, hasEnded: hasEnded || status === 'signed-in' });
      else if (status === 'unknown') store.setState({ status: 'unreachable' });
      else timer = setTimeout(() => void refresh(), 10_000);
      return null;
    }
  }

  function refresh(): Promise<string | null> {
    pending ??= askForToken().finally(() => {
      pending = null;
    });
    return pending;
  }

  async function enter(path: string, input: object): Promise<void> {
    try {
      accept((await http.post(path, input)).data);
    } catch (error) {
      throw toProblemError(error);
    }
  }

  return {
    store,
    refresh,
    login: (input) => enter('/login', input),
    register: (input) => enter('/register', input),
    async logout() {
      clearTimeout(timer);
      const token = store.getState().accessToken;
      try {
        await http.post('/logout', {}, token ? { headers: { Authorization: `Bearer ${token}` } } : {});
      } catch (error) {
        throw toProblemError(error);
      }
      store.setState(signedOut);
    },
  };
}
