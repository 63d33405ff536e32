import {
  type DocumentSummary,
  documentRowsSchema,
  documentSchema,
} from '@sandsmith/contracts/domain/document';
import { documentListSchema } from '@sandsmith/contracts/http/documents';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { z } from 'zod';
import { useServices } from '../app/services.ts';
import { queryKeys } from './query-keys.ts';

type DocumentList = z.infer<typeof documentListSchema>;

export function useDocuments(projectId: string) {
  const { api } = useServices();
  return useQuery({
    queryKey: queryKeys.documents(projectId),
    queryFn: ({ signal }) => api.get(`/projects/${projectId}/documents`, documentListSchema, { signal }),
    select: ({ documents }) => documents,
    // The socket tells of changes; this is for when it is away.
    refetchInterval: ({ state }) =>
      state.data?.documents.some((document) => document.status === 'profiling') ? 2_000 : false,
  });
}

export function useDocument(documentId: string | null) {
  const { api } = useServices();
  return useQuery({
    queryKey: queryKeys.document(documentId ?? ''),
    queryFn: ({ signal }) => api.get(`/documents/${documentId}`, documentSchema, { signal }),
    enabled: documentId !== null,
  });
}

export const rowsPerPage = 200;

export function useDocumentRows(documentId: string, offset: number) {
  const { api } = useServices();
  return useQuery({
    queryKey: queryKeys.documentRows(documentId, offset),
    queryFn: ({ signal }) =>
      api.get(`/documents/${documentId}/rows`, documentRowsSchema, {
        signal,
        params: { offset, limit: rowsPerPage },
      }),
    staleTime: 300_000,
    placeholderData: (previous) => previous,
  });
}

export function useDeleteDocument(projectId: string) {
  const { api } = useServices();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (documentId: string) => api.send('DELETE', `/documents/${documentId}`, z.unknown()),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: queryKeys.documents(projectId) });
      await queries.invalidateQueries({ queryKey: queryKeys.suggestions(projectId) });
    },
  });
}

/** Follows the documents over the socket. Returns how far each profile has read, 0 to 1. */
export function useDocumentFeed(projectId: string): Record<string, number> {
  const { realtime } = useServices();
  const queries = useQueryClient();
  const [progress, setProgress] = useState<Record<string, number>>({});
  useEffect(() => {
    const key = queryKeys.documents(projectId);
    return realtime.subscribeDocuments(projectId, (event) => {
      if (event.type === 'document.progress') {
        const share = event.bytesTotal > 0 ? event.bytesRead / event.bytesTotal : 0;
        setProgress((before) => ({ ...before, [event.documentId]: Math.min(1, share) }));
        return;
      }
      if (event.type === 'document.changed') {
        queries.setQueryData<DocumentList>(key, (list) => list && merged(list, event.document));
        void queries.invalidateQueries({ queryKey: queryKeys.document(event.document.id) });
        if (event.document.status === 'ready')
          void queries.invalidateQueries({ queryKey: queryKeys.suggestions(projectId) });
      }
      void queries.invalidateQueries({ queryKey: key });
    });
  }, [projectId, realtime, queries]);
  return progress;
}

function merged(list: DocumentList, document: DocumentSummary): DocumentList {
  const isKnown = list.documents.some(({ id }) => id === document.id);
  return {
    documents: isKnown
      ? list.documents.map((entry) => (entry.id === document.id ? document : entry))
      : [...list.documents, document],
  };
}
