import { useStore } from 'zustand';
import { useServices } from '../app/services.ts';
import type { SessionState } from './session.ts';

/** The session's state, re-rendering with it. */
export function useSession(): SessionState {
  return useStore(useServices().session.store);
}
