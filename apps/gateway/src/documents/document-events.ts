import { type DocumentEvent, documentEventSchema } from '@sandsmith/contracts/events/socket';
import type { Logger } from '@sandsmith/foundation/logger';
import type { KeyValueStore } from '@sandsmith/kv/kv';
import { z } from 'zod';

const channel = 'document-events';
const messageSchema = z.object({ projectId: z.string(), event: documentEventSchema });

export interface DocumentEvents {
  /** Never rejects: what is stored counts, and a connection that missed an event reads it again. */
  publish(projectId: string, event: DocumentEvent): Promise<void>;
  subscribe(
    listener: (message: { projectId: string; event: DocumentEvent }) => void,
  ): Promise<() => Promise<void>>;
}

/** What happens to documents, told to every server's connections. */
export function createDocumentEvents({ kv, logger }: { kv: KeyValueStore; logger: Logger }): DocumentEvents {
  return {
    async publish(projectId, event) {
      try {
        await kv.publish(channel, JSON.stringify({ projectId, event }));
      } catch (error) {
        logger.warn({ err: error, projectId }, 'document event could not be told');
      }
    },
    subscribe: (listener) =>
      kv.subscribe(channel, (message) => listener(messageSchema.parse(JSON.parse(message)))),
  };
}
