import type { Artifact } from '@sandsmith/contracts/domain/artifact';
import { toast } from 'sonner';
import { encodePath } from '../../../api/api-client.ts';
import { errorWords } from '../../../api/problem-error.ts';
import { useServices } from '../../../app/services.ts';
import { saveBlob } from '../files/save-blob.ts';
import { useBuildId } from '../workbench/workbench-context.ts';

export function useDownload({ path }: Artifact): () => void {
  const { api } = useServices();
  const buildId = useBuildId();
  const download = async () => {
    try {
      const url = `/builds/${buildId}/artifacts/${encodePath(path)}`;
      const { data } = await api.raw({ method: 'GET', url, responseType: 'blob', timeout: 0 });
      saveBlob(data as Blob, path.slice(path.lastIndexOf('/') + 1));
    } catch (error) {
      const { title, detail } = errorWords(error);
      toast.error(title, { description: detail });
    }
  };
  return () => void download();
}
