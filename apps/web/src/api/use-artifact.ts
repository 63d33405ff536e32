import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useServices } from '../app/services.ts';
import { encodePath } from './api-client.ts';
import { queryKeys } from './query-keys.ts';

/** `version` changes when the artifact does, such as its size and the build's last number. */
interface ArtifactAddress {
  buildId: string;
  path: string;
  version: string;
}

function useArtifactBlob({ buildId, path, version }: ArtifactAddress) {
  const { api } = useServices();
  return useQuery({
    queryKey: queryKeys.artifact(buildId, path, version),
    queryFn: async ({ signal }) => {
      const url = `/builds/${buildId}/artifacts/${encodePath(path)}`;
      const { data } = await api.raw({ method: 'GET', url, responseType: 'blob', signal });
      return data as Blob;
    },
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: (previous) => previous,
  });
}

/** The artifact as an address of this page, for images and downloads. */
export function useArtifactUrl(address: ArtifactAddress) {
  const query = useArtifactBlob(address);
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (!query.data) return;
    const made = URL.createObjectURL(query.data);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [query.data]);
  return { url, error: query.error, retry: query.refetch };
}

/** The artifact's text. */
export function useArtifactText(address: ArtifactAddress) {
  const query = useArtifactBlob(address);
  const text = useQuery({
    queryKey: [
      ...queryKeys.artifact(address.buildId, address.path, address.version),
      'text',
      query.data?.size ?? -1,
    ],
    queryFn: () => query.data?.text() ?? Promise.resolve(''),
    enabled: query.data !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: (previous) => previous,
  });
  return { text: text.data, error: query.error ?? text.error, retry: query.refetch };
}
