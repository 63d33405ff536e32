import { projectSchema } from '@sandsmith/contracts/domain/project';
import { projectListSchema } from '@sandsmith/contracts/http/projects';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { useServices } from '../app/services.ts';
import { queryKeys } from './query-keys.ts';

export function useProjects() {
  const { api } = useServices();
  return useQuery({
    queryKey: queryKeys.projects(),
    queryFn: ({ signal }) => api.get('/projects', projectListSchema, { signal }),
    select: ({ projects }) => projects,
  });
}

export function useProject(projectId: string) {
  const { api } = useServices();
  return useQuery({
    queryKey: queryKeys.project(projectId),
    queryFn: ({ signal }) => api.get(`/projects/${projectId}`, projectSchema, { signal }),
  });
}

export function useCreateProject() {
  const { api } = useServices();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { name: string }) => api.send('POST', '/projects', projectSchema, { body }),
    onSuccess: () => queries.invalidateQueries({ queryKey: queryKeys.projects() }),
  });
}

export function useRenameProject() {
  const { api } = useServices();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, name }: { id: string; name: string }) =>
      api.send('PATCH', `/projects/${id}`, projectSchema, { body: { name } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: queryKeys.projects() }),
  });
}

export function useDeleteProject() {
  const { api } = useServices();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.send('DELETE', `/projects/${id}`, z.unknown()),
    onSuccess: () => queries.invalidateQueries({ queryKey: queryKeys.projects(), exact: true }),
  });
}

const suggestionsSchema = z.object({ suggestions: z.array(z.string()) });

/** Specs that work with the project's documents. */
export function useSuggestions(projectId: string) {
  const { api } = useServices();
  return useQuery({
    queryKey: queryKeys.suggestions(projectId),
    queryFn: ({ signal }) => api.get(`/projects/${projectId}/suggestions`, suggestionsSchema, { signal }),
    select: ({ suggestions }) => suggestions.slice(0, 6),
    placeholderData: (previous) => previous,
  });
}
