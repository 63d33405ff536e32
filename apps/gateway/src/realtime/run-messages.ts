import type { Context } from '../context/context.ts';
import { withArtifactUrls } from '../runs/run-view.ts';
import type { MessageHandler, RealtimeSocket } from './socket-types.ts';

/** Sends a live run's events from its first on; of a finished run, its end. */
export function createRunSubscription(context: Context): MessageHandler<'run.subscribe'> {
  return async ({ message: { runId }, socket }) => {
    const { principal, subscriptions } = socket.data;
    const run = await context.access.run(principal, runId);
    if (socket.disconnected) return undefined;
    const live = context.runs.live(runId);
    const key = `run:${runId}`;
    subscriptions.get(key)?.();
    if (live) {
      const controller = new AbortController();
      const end = () => controller.abort();
      subscriptions.set(key, end);
      void follow(live.follow({ signal: controller.signal }), { runId, socket, context }).then(() => {
        // asked for anew meanwhile, it is another's
        if (subscriptions.get(key) === end) subscriptions.delete(key);
      });
    } else if (run.result) {
      const result = withArtifactUrls(run.result, context.artifactAddresses, principal);
      socket.emit('run.event', { runId, event: { type: 'run.finished', result } });
    }
    return undefined;
  };
}

async function follow(
  events: ReturnType<NonNullable<ReturnType<Context['runs']['live']>>['follow']>,
  { runId, socket, context }: { runId: string; socket: RealtimeSocket; context: Context },
): Promise<void> {
  const { principal } = socket.data;
  for await (const event of events) {
    const told =
      event.type === 'run.finished'
        ? { ...event, result: withArtifactUrls(event.result, context.artifactAddresses, principal) }
        : event;
    socket.emit('run.event', { runId, event: told });
  }
}
