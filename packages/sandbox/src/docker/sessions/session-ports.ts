import type { AgentRecord } from '../channel/agent-records.ts';
import { decodeList } from '../channel/agent-records.ts';

export interface SessionPorts {
  current(): number[];
  onChange(listener: (ports: number[]) => void): () => void;
  /** The agent's list of what is listened on now. */
  take(record: AgentRecord): void;
}

/** The ports that something inside listens on, in the order they were found. */
export function createSessionPorts(): SessionPorts {
  const listeners = new Set<(ports: number[]) => void>();
  let ports: number[] = [];
  return {
    current: () => [...ports],
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    take({ bytes }) {
      const found = new Set(decodeList(bytes).map(Number));
      const kept = ports.filter((port) => found.has(port));
      const fresh = [...found].filter((port) => port > 0 && port < 65_536 && !kept.includes(port));
      ports = [...kept, ...fresh];
      for (const listener of listeners) listener([...ports]);
    },
  };
}
