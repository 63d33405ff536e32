import type { AgentChannel } from '../channel/agent-channel.ts';
import type { AgentRecord } from '../channel/agent-records.ts';
import { sessionEnded } from './session-errors.ts';

/** Asks the agent something on a channel of its own, and takes what it answers. */
export interface SessionRequests {
  /**
   * Settles as soon as `onRecord` gives a value other than undefined, or throws; rejects with `session.ended` where the
   * session ends first.
   */
  ask<T>(
    request: { type: string; payload?: string },
    onRecord: (record: AgentRecord) => T | undefined,
  ): Promise<T>;
}

export function createSessionRequests(agent: AgentChannel): SessionRequests {
  const pending = new Set<(error: unknown) => void>();
  let isOver = false;
  agent.closed.then(() => {
    isOver = true;
    for (const reject of pending) reject(sessionEnded());
  });

  return {
    ask<T>(request: { type: string; payload?: string }, onRecord: (record: AgentRecord) => T | undefined) {
      if (isOver) return Promise.reject(sessionEnded());
      const { promise, resolve, reject } = Promise.withResolvers<T>();
      const channel = agent.openChannel();
      const forget = agent.onRecord(channel, (record) => {
        try {
          const answer = onRecord(record);
          if (answer !== undefined) resolve(answer);
        } catch (error) {
          reject(error);
        }
      });
      pending.add(reject);
      agent.send(request.type, channel, request.payload);
      return promise.finally(() => {
        pending.delete(reject);
        forget();
      });
    },
  };
}
