import { type DocumentEvent, documentEventSchema } from '@sandsmith/contracts/events/socket';
import type { KeyValueStore } from '@sandsmith/kv/kv';
import { z } from 'zod';

const channel = 'document-events';
const messageSchema = z.object({ projectId: z.string(), event: documentEventSchema });

export interface DocumentEvents {
  publish(projectId: string, event: DocumentEvent): Promise<void>;
  subscribe(
    listener: (message: { projectId: string; event: DocumentEvent }) => void,
  ): Promise<() => Promise<void>>;
}

/** What happens to documents, told to every server's connections. */
export function createDocumentEvents(kv: KeyValueStore): DocumentEvents {
  return {
    publish: (projectId, event) => kv.publish(channel, JSON.stringify({ projectId, event })),
    subscribe: (listener) =>
      kv.subscribe(channel, (message) => listener(messageSchema.parse(JSON.parse(message)))),
  };
}
