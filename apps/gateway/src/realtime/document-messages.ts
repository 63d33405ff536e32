import type { Context } from '../context/context.ts';
import type { MessageHandler } from './socket-types.ts';

export function projectRoom(projectId: string): string {
  return `project:${projectId}`;
}

/** From now on the connection is told what happens to the project's documents. */
export function createDocumentSubscription(context: Context): MessageHandler<'document.subscribe'> {
  return async ({ message: { projectId }, socket }) => {
    await context.access.project(socket.data.principal, projectId);
    if (socket.disconnected) return undefined;
    await socket.join(projectRoom(projectId));
    return undefined;
  };
}
