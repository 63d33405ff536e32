import type { KeyValueStore } from '@sandsmith/kv/kv';
import { z } from 'zod';

/** kv channel that says which build has a new stored event; the event itself is read from the database. */
export const buildEventsChannel = 'build-events';

const notificationSchema = z.object({ buildId: z.string(), sequence: z.int() });

export function parseBuildNotification(message: string): z.infer<typeof notificationSchema> {
  return notificationSchema.parse(JSON.parse(message));
}

export function notifyBuildEvent(
  kv: KeyValueStore,
  notification: z.infer<typeof notificationSchema>,
): Promise<void> {
  return kv.publish(buildEventsChannel, JSON.stringify(notification));
}
