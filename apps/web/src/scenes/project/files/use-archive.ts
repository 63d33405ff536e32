import type { Project } from '@sandsmith/contracts/domain/project';
import { useState } from 'react';
import { toast } from 'sonner';
import { errorWords } from '../../../api/problem-error.ts';
import { useServices } from '../../../app/services.ts';
import { saveBlob } from './save-blob.ts';

/** Fetches the project as a zip and hands it to the browser. */
export function useArchive(project: Project) {
  const { api } = useServices();
  const [isBusy, setBusy] = useState(false);
  const download = async () => {
    setBusy(true);
    try {
      const url = `/projects/${project.id}/archive`;
      const { data } = await api.raw({ method: 'GET', url, responseType: 'blob', timeout: 0 });
      saveBlob(data as Blob, `${project.name.replaceAll(/[^\p{L}\p{N}._ -]+/gu, '-')}.zip`);
    } catch (error) {
      const { title, detail } = errorWords(error);
      toast.error(title, { description: detail });
    } finally {
      setBusy(false);
    }
  };
  return { download: () => void download(), isBusy };
}
