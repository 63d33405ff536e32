import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { SandsmithError } from '@sandsmith/foundation/errors';
import { newId } from '@sandsmith/foundation/ids';
import { createWakeUp } from '@sandsmith/foundation/wake-up';
import type { SandboxProcess, SandboxSession, SessionEndReason } from '@sandsmith/sandbox/sandbox-port';

export interface MemoryProcess extends SandboxProcess {
  command: string[];
  written: string[];
  sizes: { columns: number; rows: number }[];
  signals: string[];
  print(text: string | Uint8Array): void;
  exit(exitCode: number): void;
  /** How much of what was printed has not been taken yet. */
  waiting(): number;
}

/** A session without a container: files in a map, programs that the test plays, ports that are real on this machine. */
export interface MemorySession extends SandboxSession {
  files: Map<string, { content: Buffer; version: string }>;
  processes: MemoryProcess[];
  isTruncated: boolean;
  reads: string[];
  /** As a program in the session would. */
  put(path: string, content: string): void;
  listen(port: number, options: { realPort: number }): void;
  die(reason: SessionEndReason): void;
}

export function createMemorySession(id: string = newId()): MemorySession {
  const over = Promise.withResolvers<SessionEndReason>();
  let version = 0;
  let isOver = false;
  const check = () => {
    if (isOver) throw new SandsmithError({ code: 'session.ended', message: 'over' });
  };
  const session: MemorySession = {
    ...{ id, files: new Map(), processes: [], isTruncated: false, reads: [] },
    put(path, content) {
      version += 1;
      session.files.set(path, { content: Buffer.from(content), version: String(version) });
    },
    async writeFiles(files) {
      check();
      for (const { path, content } of files) session.put(path, Buffer.from(content).toString());
    },
    async deleteFiles(paths) {
      check();
      for (const path of paths) session.files.delete(path);
    },
    async listFiles() {
      check();
      const entries = [...session.files].map(([path, file]) => {
        return { path, bytes: file.content.length, version: file.version };
      });
      return { entries, isTruncated: session.isTruncated };
    },
    async readFile(path, { maxBytes }) {
      check();
      session.reads.push(path);
      const content = session.files.get(path)?.content;
      if (!content) throw new SandsmithError({ code: 'file.not-found', message: path });
      if (content.length > maxBytes) throw new SandsmithError({ code: 'file.too-large', message: path });
      return content;
    },
    async start({ command }) {
      check();
      const process = createMemoryProcess(command);
      session.processes.push(process);
      return process;
    },
    ...createMemoryPorts(),
    ended: over.promise,
    async close() {
      session.die('closed');
    },
    die(reason) {
      isOver = true;
      over.resolve(reason);
    },
  };
  return session;
}

function createMemoryPorts(): Pick<MemorySession, 'ports' | 'onPorts' | 'listen' | 'dial'> {
  const listeners = new Set<(ports: number[]) => void>();
  const realPorts = new Map<number, number>();
  return {
    ports: () => [...realPorts.keys()],
    onPorts(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    listen(port, { realPort }) {
      realPorts.set(port, realPort);
      for (const listener of listeners) listener([...realPorts.keys()]);
    },
    dial: (port) => dialReal(realPorts.get(port)),
  };
}

function dialReal(realPort: number | undefined): Promise<Duplex> {
  if (realPort === undefined)
    return Promise.reject(new SandsmithError({ code: 'preview.not-listening', message: 'nobody' }));
  const socket = connect({ port: realPort, host: '127.0.0.1' });
  return new Promise((resolve, reject) => {
    socket.once('connect', () => resolve(socket)).once('error', reject);
  });
}

function createMemoryProcess(command: string[]): MemoryProcess {
  const printed: Buffer[] = [];
  const exited = Promise.withResolvers<{ exitCode: number | null; signal: string | null }>();
  let isOver = false;
  const { wake, change } = createWakeUp();
  async function* output() {
    for (;;) {
      const bytes = printed.shift();
      if (bytes) yield { stream: 'stdout' as const, bytes };
      else if (isOver) return;
      else await change();
    }
  }
  const process: MemoryProcess = {
    ...{ command, written: [], sizes: [], signals: [], output: output(), exited: exited.promise },
    write: (bytes) => void process.written.push(Buffer.from(bytes).toString()),
    endInput() {},
    resize: (size) => void process.sizes.push(size),
    kill(signal) {
      process.signals.push(signal);
      if (signal === 'SIGKILL') process.exit(137);
    },
    print(text) {
      printed.push(Buffer.from(text as string));
      wake();
    },
    exit(exitCode) {
      isOver = true;
      exited.resolve({ exitCode, signal: null });
      wake();
    },
    waiting: () => printed.reduce((sum, { length }) => sum + length, 0),
  };
  return process;
}
