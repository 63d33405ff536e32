import { type Session, sessionSchema } from '@sandsmith/contracts/domain/session';
import {
  type CreateSession,
  type createPreviewSchema,
  previewSchema,
  sessionListSchema,
} from '@sandsmith/contracts/http/sessions';
import { useIsMutating, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';
import { z } from 'zod';
import { useStore } from 'zustand';
import { useServices } from '../app/services.ts';
import { queryKeys } from './query-keys.ts';

type SessionList = z.infer<typeof sessionListSchema>;

const pollMs = 3_000;
/** The server may build an image before it answers. */
const startTimeoutMs = 900_000;

const startKey = (projectId: string) => ['start-session', projectId];

/** The project's session that is at work, else the one that ended last; null where there is none. */
export function newestSession({ sessions }: SessionList): Session | null {
  const byAge = [...sessions].sort((a, b) => b.createdAt.localeCompare(a.createdAt));
  return byAge.find(({ status }) => status !== 'ended') ?? byAge[0] ?? null;
}

/** A session that was there and that the server does not know any more has ended, and says so. */
export function orLastKnown(session: Session | null, last: Session | null): Session | null {
  if (session || !last || last.status === 'starting') return session;
  if (last.status === 'ended') return last;
  const message =
    'The server does not know it any more, as after a restart. What was saved is in the project.';
  return { ...last, status: 'ended', message, ports: [], processes: [], terminals: [] };
}

/** The list with the session as it is now in its place. */
export function withSession(list: SessionList | undefined, session: Session): SessionList {
  const others = (list?.sessions ?? []).filter(({ id }) => id !== session.id);
  return { sessions: [session, ...others] };
}

/** The project's session, kept up to date over the socket and, while that is away, by asking. */
export function useProjectSession(projectId: string, onRemoved: (paths: readonly string[]) => void) {
  const { api, realtime } = useServices();
  const connection = useStore(realtime.status);
  const isStarting = useIsMutating({ mutationKey: startKey(projectId) }) > 0;
  const query = useQuery({
    queryKey: queryKeys.sessions(projectId),
    queryFn: ({ signal }) => api.get(`/projects/${projectId}/sessions`, sessionListSchema, { signal }),
    select: useLastKnown(projectId),
    refetchInterval: ({ state }) => {
      if (isStarting) return pollMs / 2;
      const session = state.data ? newestSession(state.data) : null;
      if (!session || session.status === 'ended') return false;
      return session.status === 'starting' || connection.status !== 'connected' ? pollMs : false;
    },
  });
  const sessionId = query.data && query.data.status !== 'ended' ? query.data.id : null;
  useSessionFeed({ projectId, sessionId, onRemoved });
  return query;
}

/** Chooses the session of the list, with what was known before. */
function useLastKnown(projectId: string): (list: SessionList) => Session | null {
  const last = useRef<{ projectId: string; session: Session | null }>({ projectId, session: null });
  return useCallback(
    (list: SessionList) => {
      const before = last.current.projectId === projectId ? last.current.session : null;
      const session = orLastKnown(newestSession(list), before);
      last.current = { projectId, session };
      return session;
    },
    [projectId],
  );
}

interface SessionFeedOptions {
  projectId: string;
  sessionId: string | null;
  /** Programs in the session removed these files. */
  onRemoved(paths: readonly string[]): void;
}

function useSessionFeed({ projectId, sessionId, onRemoved }: SessionFeedOptions): void {
  const { realtime } = useServices();
  const queries = useQueryClient();
  useEffect(() => {
    if (!sessionId) return undefined;
    const key = queryKeys.sessions(projectId);
    const stopListening = realtime.subscribeSession(sessionId, (event) => {
      if (event.type === 'session.changed') {
        void queries.cancelQueries({ queryKey: key });
        queries.setQueryData<SessionList>(key, (list) => withSession(list, event.session));
      }
      if (event.type !== 'files.changed') return;
      void queries.invalidateQueries({ queryKey: queryKeys.tree(projectId) });
      for (const path of event.paths)
        void queries.invalidateQueries({ queryKey: queryKeys.file(projectId, path) });
      for (const path of event.removed) queries.removeQueries({ queryKey: queryKeys.file(projectId, path) });
      if (event.removed.length > 0) onRemoved(event.removed);
    });
    const stopWatching = realtime.status.subscribe(({ status }, before) => {
      // What happened while the connection was away was told to nobody.
      if (status !== 'connected' || before.status !== 'disconnected') return;
      for (const stale of [key, queryKeys.tree(projectId), queryKeys.files(projectId)])
        void queries.invalidateQueries({ queryKey: stale });
    });
    return () => {
      stopListening();
      stopWatching();
    };
  }, [projectId, sessionId, realtime, queries, onRemoved]);
}

export function useSessionActions(projectId: string) {
  const { api } = useServices();
  const queries = useQueryClient();
  const key = queryKeys.sessions(projectId);
  const start = useMutation({
    mutationKey: startKey(projectId),
    mutationFn: async (body: CreateSession) => {
      const url = `/projects/${projectId}/sessions`;
      const { data } = await api.raw({ method: 'POST', url, data: body, timeout: startTimeoutMs });
      return sessionSchema.parse(data);
    },
    onSuccess: (session) => {
      queries.setQueryData<SessionList>(key, (list) => withSession(list, session));
      void queries.invalidateQueries({ queryKey: queryKeys.languages() });
    },
  });
  const end = useMutation({
    mutationFn: (sessionId: string) => api.send('DELETE', `/sessions/${sessionId}`, z.unknown()),
    onSuccess: () => queries.invalidateQueries({ queryKey: key }),
  });
  return { start, end };
}

export type PreviewRequest = z.input<typeof createPreviewSchema>;

/** A fresh address each time: it admits for a minute. */
export function usePreviewAddress(sessionId: string | null) {
  const { api } = useServices();
  return useMutation({
    mutationFn: (body: PreviewRequest) =>
      api.send('POST', `/sessions/${sessionId}/previews`, previewSchema, { body }),
  });
}
