import { artifactSchema } from '@sandsmith/contracts/domain/artifact';
import { buildSchema, finishedBuildStatuses } from '@sandsmith/contracts/domain/build';
import type { Plan } from '@sandsmith/contracts/domain/plan';
import { type createBuildSchema, createdBuildSchema } from '@sandsmith/contracts/http/builds';
import { buildListSchema } from '@sandsmith/contracts/http/projects';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { useServices } from '../app/services.ts';
import { queryKeys } from './query-keys.ts';

/** An artifact with the signed address under which the browser itself can load it. */
const linkedArtifactSchema = artifactSchema.extend({ stepId: z.string(), url: z.string().optional() });
const linkedBuildSchema = buildSchema.extend({ artifacts: z.array(linkedArtifactSchema) });
export type LinkedBuild = z.infer<typeof linkedBuildSchema>;

export function useBuilds(projectId: string) {
  const { api } = useServices();
  return useQuery({
    queryKey: queryKeys.projectBuilds(projectId),
    queryFn: ({ signal }) => api.get(`/projects/${projectId}/builds`, buildListSchema, { signal }),
    select: ({ builds }) => [...builds].sort((a, b) => b.createdAt.localeCompare(a.createdAt)),
    refetchInterval: ({ state }) =>
      state.data?.builds.some((build) => !finishedBuildStatuses.includes(build.status)) ? 10_000 : false,
  });
}

export function useBuild(buildId: string | null) {
  const { api } = useServices();
  return useQuery({
    queryKey: queryKeys.build(buildId ?? ''),
    queryFn: ({ signal }) => api.get(`/builds/${buildId}`, linkedBuildSchema, { signal }),
    enabled: buildId !== null,
  });
}

/** As a person asks for it; what is left out takes the server's default. */
export type NewBuild = z.input<typeof createBuildSchema>;

export function useCreateBuild(projectId: string) {
  const { api } = useServices();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: NewBuild) =>
      api.send('POST', `/projects/${projectId}/builds`, createdBuildSchema, { body }),
    onSuccess: () => queries.invalidateQueries({ queryKey: queryKeys.projectBuilds(projectId) }),
  });
}

/**
 * What a person does to a build: save the plan, approve, stop, resume. Without a build none of them can be called.
 */
export function useBuildActions(buildId: string | null, projectId: string) {
  const { api } = useServices();
  const queries = useQueryClient();
  const address = () => {
    if (buildId === null) throw new Error('A build is acted on where nothing is built yet');
    return `/builds/${buildId}`;
  };
  const refresh = () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: queryKeys.build(buildId ?? ''), exact: true }),
      queries.invalidateQueries({ queryKey: queryKeys.projectBuilds(projectId) }),
    ]);
  const post = (action: 'approve' | 'cancel' | 'resume') => ({
    mutationFn: async () => api.send('POST', `${address()}/${action}`, z.unknown(), { body: {} }),
    onSuccess: refresh,
  });
  const savePlan = useMutation({
    mutationFn: async (plan: Plan) => api.send('PUT', `${address()}/plan`, z.unknown(), { body: plan }),
    onSuccess: refresh,
  });
  return {
    savePlan,
    approve: useMutation(post('approve')),
    cancel: useMutation(post('cancel')),
    resume: useMutation(post('resume')),
  };
}
