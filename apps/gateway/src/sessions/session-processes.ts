import { SandsmithError } from '@sandsmith/foundation/errors';
import type { SandboxSession } from '@sandsmith/sandbox/sandbox-port';
import type { SessionEventInput } from './session-events.ts';
import { createSessionProcess, type ProcessSummary, type SessionProcess } from './session-process.ts';

export interface SessionProcesses {
  /** Throws `process.limit-reached`. */
  start(
    session: SandboxSession,
    options: { command: string; env?: Record<string, string> },
  ): Promise<SessionProcess>;
  /** Throws `process.not-found`. */
  get(id: string): SessionProcess;
  list(): ProcessSummary[];
  isAnyRunning(): boolean;
}

const maxRunning = 16;
const maxKept = 32;

export function createSessionProcesses(options: {
  tell: (event: SessionEventInput) => void;
  onActivity: () => void;
  onChanged: () => void;
  onEnded: () => void;
}): SessionProcesses {
  const processes = new Map<string, SessionProcess>();
  let starting = 0;
  const running = () => [...processes.values()].filter((process) => process.isRunning()).length + starting;

  function keep(process: SessionProcess): void {
    processes.set(process.id, process);
    const over = [...processes.values()].filter((one) => !one.isRunning());
    for (const { id } of over.slice(0, Math.max(0, processes.size - maxKept))) processes.delete(id);
    void process.ended.then(() => {
      options.tell({ type: 'process.exited', process: process.summary() });
      options.onEnded();
      options.onChanged();
    });
    options.onChanged();
  }

  return {
    list: () => [...processes.values()].map((process) => process.summary()),
    isAnyRunning: () => running() > 0,
    get(id) {
      const process = processes.get(id);
      if (process) return process;
      throw new SandsmithError({
        code: 'process.not-found',
        message: 'The session has no such process. Its processes are listed in GET /api/v1/sessions/{id}.',
      });
    },
    async start(session, { command, env }) {
      if (running() >= maxRunning) throw limitReached();
      starting += 1;
      try {
        const process = await session.start({ command: ['sh', '-c', command], env });
        const started: SessionProcess = createSessionProcess({
          process,
          command,
          onOutput(text) {
            options.onActivity();
            options.tell({ type: 'process.output', processId: started.id, text });
          },
        });
        keep(started);
        return started;
      } finally {
        starting -= 1;
      }
    },
  };
}

function limitReached(): SandsmithError {
  return new SandsmithError({
    code: 'process.limit-reached',
    message: `The session runs ${maxRunning} processes, the most it may by this address. Stop one, and try again.`,
    details: { retryAfterSeconds: 5 },
  });
}
