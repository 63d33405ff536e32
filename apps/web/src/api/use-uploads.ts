import { documentListSchema } from '@sandsmith/contracts/http/documents';
import { useQueryClient } from '@tanstack/react-query';
import axios from 'axios';
import { useCallback, useRef, useState } from 'react';
import { z } from 'zod';
import { useServices } from '../app/services.ts';
import { parsePayload } from './parse-payload.ts';
import { errorWords } from './problem-error.ts';
import { queryKeys } from './query-keys.ts';

/** A file on its way up. Finished ones leave the list; failed ones stay until dismissed. */
export interface Upload {
  key: string;
  name: string;
  bytes: number;
  sentBytes: number;
  error: string | null;
}

export interface Uploads {
  uploads: readonly Upload[];
  add(files: Iterable<File>): void;
  dismiss(key: string): void;
}

const answerSchema = z.object({
  documents: z.array(documentListSchema.shape.documents.element.partial()),
});

/** Sends each file in a request of its own, so that each has its own progress and its own error. */
export function useUploads(projectId: string): Uploads {
  const { api } = useServices();
  const queries = useQueryClient();
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const aborts = useRef(new Map<string, AbortController>());

  const send = useCallback(
    async (file: File, key: string) => {
      const change = (part: Partial<Upload>) =>
        setUploads((list) => list.map((upload) => (upload.key === key ? { ...upload, ...part } : upload)));
      const abort = new AbortController();
      aborts.current.set(key, abort);
      const form = new FormData();
      form.append('file', file, file.name);
      const url = `/projects/${projectId}/documents`;
      try {
        const { data } = await api.raw({
          method: 'POST',
          url,
          data: form,
          timeout: 0,
          signal: abort.signal,
          onUploadProgress: ({ loaded }) => change({ sentBytes: Math.min(loaded, file.size) }),
        });
        parsePayload(answerSchema, data, url);
        await queries.invalidateQueries({ queryKey: queryKeys.documents(projectId) });
        setUploads((list) => list.filter((upload) => upload.key !== key));
      } catch (error) {
        if (!axios.isCancel(error)) {
          const { title, detail } = errorWords(error);
          change({ error: `${title}. ${detail}` });
        }
      } finally {
        aborts.current.delete(key);
      }
    },
    [api, projectId, queries],
  );

  const add = useCallback(
    (files: Iterable<File>) => {
      for (const file of files) {
        const key = crypto.randomUUID?.() ?? `${file.name}-${Math.random()}`;
        const upload = { key, name: file.name, bytes: file.size, sentBytes: 0, error: null };
        setUploads((list) => [...list, upload]);
        void send(file, key);
      }
    },
    [send],
  );

  const dismiss = useCallback((key: string) => {
    aborts.current.get(key)?.abort();
    setUploads((list) => list.filter((upload) => upload.key !== key));
  }, []);

  return { uploads, add, dismiss };
}
