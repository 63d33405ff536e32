import { healthReportSchema } from '@sandsmith/contracts/domain/health';
import { apiKeyListSchema, createdApiKeySchema } from '@sandsmith/contracts/http/auth';
import { type PutCredential, providerListSchema } from '@sandsmith/contracts/http/providers';
import { languageListSchema } from '@sandsmith/contracts/http/runs';
import { aboutSchema } from '@sandsmith/contracts/http/system';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { useServices } from '../app/services.ts';
import { queryKeys } from './query-keys.ts';

export function useProviders() {
  const { api } = useServices();
  return useQuery({
    queryKey: queryKeys.providers(),
    queryFn: ({ signal }) => api.get('/providers', providerListSchema, { signal }),
    staleTime: 60_000,
  });
}

export function useCredentials() {
  const { api } = useServices();
  const queries = useQueryClient();
  const onSuccess = () => queries.invalidateQueries({ queryKey: queryKeys.providers() });
  const save = useMutation({
    mutationFn: ({ provider, body }: { provider: string; body: PutCredential }) =>
      api.send('PUT', `/credentials/${provider}`, z.unknown(), { body }),
    onSuccess,
  });
  const remove = useMutation({
    mutationFn: (provider: string) => api.send('DELETE', `/credentials/${provider}`, z.unknown()),
    onSuccess,
  });
  return { save, remove };
}

/** Known before anybody is signed in. */
export function useAbout() {
  const { api } = useServices();
  return useQuery({
    queryKey: queryKeys.about(),
    queryFn: ({ signal }) => api.getPublic('/system/about', aboutSchema, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function useHealth() {
  const { api } = useServices();
  return useQuery({
    queryKey: queryKeys.health(),
    queryFn: ({ signal }) => api.get('/system/health', healthReportSchema, { signal }),
    staleTime: 30_000,
    refetchInterval: 60_000,
  });
}

/** What programs can be written in; asked again while an image is being built. */
export function useLanguages() {
  const { api } = useServices();
  return useQuery({
    queryKey: queryKeys.languages(),
    queryFn: ({ signal }) => api.get('/languages', languageListSchema, { signal }),
    select: ({ languages }) => languages,
    staleTime: 30_000,
    refetchInterval: ({ state }) =>
      state.data?.languages.some(({ status }) => status === 'building') ? 3_000 : false,
  });
}

export function useApiKeys() {
  const { api } = useServices();
  return useQuery({
    queryKey: queryKeys.apiKeys(),
    queryFn: ({ signal }) => api.get('/api-keys', apiKeyListSchema, { signal }),
    select: ({ apiKeys }) => apiKeys,
  });
}

export function useApiKeyActions() {
  const { api } = useServices();
  const queries = useQueryClient();
  const onSuccess = () => queries.invalidateQueries({ queryKey: queryKeys.apiKeys() });
  const create = useMutation({
    mutationFn: (body: { name: string; expiresInDays?: number }) =>
      api.send('POST', '/api-keys', createdApiKeySchema, { body }),
    onSuccess,
  });
  const remove = useMutation({
    mutationFn: (id: string) => api.send('DELETE', `/api-keys/${id}`, z.unknown()),
    onSuccess,
  });
  return { create, remove };
}
