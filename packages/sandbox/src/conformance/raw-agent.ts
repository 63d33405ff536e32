import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import { newId } from '@sandsmith/foundation/ids';
import type Docker from 'dockerode';
import { type AgentRecord, createAgentRecordParser, encodeRecord } from '../docker/channel/agent-records.ts';
import { createEngine, labels } from '../docker/engine.ts';
import { createStreamDemultiplexer } from '../docker/stream-demultiplexer.ts';

/** What the agent says and does, record by record, with no server between. */
export interface RawAgent {
  socket: Duplex;
  heard: AgentRecord[];
  say(type: string, channel: number, payload?: string | Uint8Array): void;
  /** The first record of that type and channel, once it has come. */
  hear(type: string, channel?: number): Promise<AgentRecord>;
  /** Everything of that type and channel so far, together. */
  bytes(type: string, channel?: number): Buffer;
  exitCode(): Promise<number>;
}

const engine = createEngine();
const containers: Docker.Container[] = [];

/** Removes the container of every agent started so far. */
export async function removeAgents(): Promise<void> {
  await Promise.all(containers.splice(0).map((container) => container.remove({ force: true })));
}

function tmpfs(options: string): string {
  return `rw,exec,nosuid,nodev,uid=10001,gid=10001,mode=0755,${options}`;
}

async function createSealed(image: string): Promise<Docker.Container> {
  const container = await engine.createContainer({
    Image: image,
    User: '10001:10001',
    Labels: { [labels.run]: newId() },
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    OpenStdin: true,
    StdinOnce: true,
    HostConfig: {
      NetworkMode: 'none',
      ReadonlyRootfs: true,
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges:true'],
      Tmpfs: {
        '/work': tmpfs('size=64m,nr_inodes=2000'),
        '/tmp': tmpfs('size=64m'),
        '/deps': tmpfs('size=64m'),
      },
      Memory: 256 * 1024 * 1024,
      PidsLimit: 64,
      LogConfig: { Type: 'none', Config: {} },
    },
  });
  containers.push(container);
  return container;
}

/** An agent that waits for its set-up, in a sealed container of that image. */
export async function startAgent(image: string): Promise<RawAgent> {
  const container = await createSealed(image);
  const options = { stream: true, hijack: true, stdin: true, stdout: true, stderr: true };
  // with `hijack` this is the connection's own socket
  const socket = (await container.attach(options)) as Duplex;
  const parser = createAgentRecordParser();
  const demultiplexer = createStreamDemultiplexer();
  const heard: AgentRecord[] = [];
  socket.on('error', () => {});
  socket.on('data', (chunk: Buffer) => {
    for (const { bytes } of demultiplexer.push(chunk)) heard.push(...parser.push(bytes));
    socket.emit('heard');
  });
  await container.start();
  return {
    socket,
    heard,
    say: (type, channel, payload) => socket.write(encodeRecord(type, channel, payload)),
    async hear(type, channel = 0) {
      for (;;) {
        const found = heard.find((record) => record.type === type && record.channel === channel);
        if (found) return found;
        await once(socket, 'heard', { signal: AbortSignal.timeout(15_000) });
      }
    },
    bytes: (type, channel = 0) =>
      Buffer.concat(heard.filter((r) => r.type === type && r.channel === channel).map((r) => r.bytes)),
    async exitCode() {
      const end: { StatusCode: number } = await container.wait();
      return end.StatusCode;
    },
  };
}

const defaultLimits = {
  wallTimeMs: 10_000,
  cpuTimeMs: 10_000,
  openFiles: 64,
  fileBytes: 32 * 1024 * 1024,
  artifactFiles: 5,
  artifactBytes: 1024 * 1024,
  artifactDepth: 2,
  egress: 0,
  dependencyBytes: 0,
};

export type AgentLimits = Partial<typeof defaultLimits>;

export function setUp(agent: RawAgent, kind: 'run' | 'session', limits: AgentLimits = {}): void {
  agent.say('M', 0, kind);
  for (const [name, value] of Object.entries({ ...defaultLimits, ...limits }))
    agent.say('L', 0, `${name}=${value}`);
}

/** The payload of `+`. */
export function granted(bytes: number): Buffer {
  const payload = Buffer.alloc(4);
  payload.writeUInt32BE(bytes);
  return payload;
}
