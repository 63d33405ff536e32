import { checkpointSchema } from '@sandsmith/contracts/domain/project';
import { checkpointListSchema, fileWrittenSchema, treeSchema } from '@sandsmith/contracts/http/projects';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { useServices } from '../app/services.ts';
import { encodePath } from './api-client.ts';
import { parsePayload } from './parse-payload.ts';
import { queryKeys } from './query-keys.ts';

export function useTree(projectId: string) {
  const { api } = useServices();
  return useQuery({
    queryKey: queryKeys.tree(projectId),
    queryFn: ({ signal }) => api.get(`/projects/${projectId}/tree`, treeSchema, { signal }),
    select: ({ entries }) => entries,
  });
}

export interface ProjectFile {
  content: string;
  etag: string | null;
  isBinary: boolean;
}

/** A file's text with the tag that guards its next save. */
export function useProjectFile(projectId: string, path: string | null) {
  const { api } = useServices();
  return useQuery({
    queryKey: queryKeys.file(projectId, path ?? ''),
    enabled: path !== null,
    queryFn: async ({ signal }): Promise<ProjectFile> => {
      const url = `/projects/${projectId}/files/${encodePath(path ?? '')}`;
      const { data, headers } = await api.raw({ method: 'GET', url, responseType: 'arraybuffer', signal });
      const bytes = new Uint8Array(data as ArrayBuffer);
      const etag = headers['etag'];
      const isBinary = bytes.subarray(0, 8_000).includes(0);
      const content = isBinary ? '' : new TextDecoder().decode(bytes);
      return { content, etag: typeof etag === 'string' ? etag : null, isBinary };
    },
  });
}

export function useSaveFile(projectId: string) {
  const { api } = useServices();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ path, content, etag }: { path: string; content: string; etag: string | null }) => {
      const url = `/projects/${projectId}/files/${encodePath(path)}`;
      const { data } = await api.raw({
        method: 'PUT',
        url,
        // Bytes, so that axios neither trims nor parses what is being saved.
        data: new Blob([content]),
        headers: { 'Content-Type': 'application/octet-stream', ...(etag ? { 'If-Match': etag } : {}) },
      });
      return { content, written: parsePayload(fileWrittenSchema, data, url) };
    },
    onSuccess: ({ content, written }, { path }) => {
      const file: ProjectFile = { content, etag: written.etag, isBinary: false };
      queries.setQueryData(queryKeys.file(projectId, path), file);
      return queries.invalidateQueries({ queryKey: queryKeys.tree(projectId) });
    },
  });
}

export function useDeleteFile(projectId: string) {
  const { api } = useServices();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (path: string) =>
      api.send('DELETE', `/projects/${projectId}/files/${encodePath(path)}`, z.unknown()),
    onSuccess: () => queries.invalidateQueries({ queryKey: queryKeys.tree(projectId) }),
  });
}

export function useCheckpoints(projectId: string) {
  const { api } = useServices();
  return useQuery({
    queryKey: queryKeys.checkpoints(projectId),
    queryFn: ({ signal }) => api.get(`/projects/${projectId}/checkpoints`, checkpointListSchema, { signal }),
    select: ({ checkpoints }) => [...checkpoints].sort((a, b) => b.createdAt.localeCompare(a.createdAt)),
  });
}

export function useCheckpointActions(projectId: string) {
  const { api } = useServices();
  const queries = useQueryClient();
  const refresh = () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: queryKeys.checkpoints(projectId) }),
      queries.invalidateQueries({ queryKey: queryKeys.tree(projectId) }),
      queries.invalidateQueries({ queryKey: queryKeys.files(projectId) }),
    ]);
  const create = useMutation({
    mutationFn: (label: string) =>
      api.send('POST', `/projects/${projectId}/checkpoints`, checkpointSchema, { body: { label } }),
    onSuccess: refresh,
  });
  const restore = useMutation({
    mutationFn: (id: string) =>
      api.send('POST', `/projects/${projectId}/checkpoints/${id}/restore`, z.unknown(), { body: {} }),
    onSuccess: refresh,
  });
  return { create, restore };
}
