import type { Duplex, Writable } from 'node:stream';
import { messageOf, SandsmithError } from '@sandsmith/foundation/errors';
import { createStreamDemultiplexer } from '../stream-demultiplexer.ts';
import { type AgentInput, createAgentInput } from './agent-input.ts';
import {
  type AgentRecord,
  CorruptStreamError,
  createAgentRecordParser,
  encodeRecord,
} from './agent-records.ts';
import { type ByteStream, createByteStream } from './byte-stream.ts';
import { type RecordSender, sendGrant } from './credit-window.ts';

/** A promise holds the reading of everything that follows until it settles. */
export type RecordListener = (record: AgentRecord) => void | Promise<void>;

/** `ended`: the container's output came to its end. `lost`: the connection was cut, or what came was not the protocol. */
export interface ChannelEnd {
  cause: 'ended' | 'lost';
  error?: Error;
  /** The last of what the container wrote to its standard error, which is for diagnosis alone. */
  diagnostics: string;
}

/** The server's side of what it and the agent say to each other. */
export interface AgentChannel extends RecordSender {
  /** A number for a channel that this side opens. */
  openChannel(): number;
  /** Records of one channel, in order, until the returned function is called. One listener a channel. */
  onRecord(channel: number, listener: RecordListener): () => void;
  /** Gives the agent leave to send so many more bytes of a process's output. */
  grant(channel: number, bytes: number): void;
  /** The standard input of the process on that channel; destroying it forgets it. */
  openInput(channel: number): Writable;
  /** A connection to a port inside. Rejects with `preview.not-listening`, or with the signal's reason. */
  dial(port: number, options: { signal: AbortSignal }): Promise<Duplex>;
  /** Programs inside that connect to the proxy's port; where nobody has asked for them, they are closed. */
  onTunnel(handler: (tunnel: Duplex) => void): void;
  /** Never rejects. */
  closed: Promise<ChannelEnd>;
  destroy(): void;
}

export const containerChannel = 0;
const firstAgentChannel = 0x80000000;
const diagnosticBytes = 4_096;

function createSender(socket: Duplex): RecordSender {
  let isCorked = false;
  let draining: PromiseWithResolvers<void> | undefined;
  const drained = () => {
    draining?.resolve();
    draining = undefined;
  };
  socket.on('drain', drained);
  socket.on('close', drained);

  /** What is said at once goes out as one piece. */
  function cork(): void {
    if (isCorked) return;
    isCorked = true;
    socket.cork();
    process.nextTick(() => {
      isCorked = false;
      socket.uncork();
    });
  }

  return {
    send(type, channel, payload) {
      if (socket.destroyed || socket.writableEnded) return true;
      cork();
      return socket.write(encodeRecord(type, channel, payload));
    },
    async drained() {
      if (socket.destroyed || !socket.writableNeedDrain) return;
      draining ??= Promise.withResolvers();
      await draining.promise;
    },
  };
}

/** Connections through the agent, dialled from here or begun inside. */
interface Connections {
  /** Those that are open, by their channels. */
  streams: ReadonlyMap<number, ByteStream>;
  open(channel: number): Duplex;
  /** One was begun inside. */
  accept(channel: number): void;
  onTunnel: AgentChannel['onTunnel'];
  loseAll(error: Error): void;
}

function createConnections(sender: RecordSender): Connections {
  const streams = new Map<number, ByteStream>();
  let onTunnel: ((tunnel: Duplex) => void) | undefined;

  function open(channel: number): Duplex {
    const stream = createByteStream(sender, { channel, onFree: () => streams.delete(channel) });
    streams.set(channel, stream);
    return stream.duplex;
  }

  return {
    streams,
    open,
    accept(channel) {
      if (channel < firstAgentChannel || streams.has(channel))
        throw new CorruptStreamError(`a tunnel came on channel ${channel}`);
      if (onTunnel) onTunnel(open(channel));
      else sender.send('x', channel, 'nothing outside can be reached');
    },
    onTunnel(handler) {
      onTunnel = handler;
    },
    loseAll(error) {
      for (const stream of [...streams.values()]) stream.lose(error);
    },
  };
}

interface Dialling {
  sender: RecordSender;
  listeners: Map<number, RecordListener>;
  openStream: (channel: number) => Duplex;
}

/** Asks for a connection to a port inside and waits for the answer. */
function dial(
  { sender, listeners, openStream }: Dialling,
  { channel, port, signal, over }: { channel: number; port: number; signal: AbortSignal; over: AbortSignal },
): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const settle = (work: () => void) => {
      listeners.delete(channel);
      signal.removeEventListener('abort', onAbort);
      over.removeEventListener('abort', onOver);
      work();
    };
    const onAbort = () =>
      settle(() => {
        sender.send('x', channel);
        reject(signal.reason);
      });
    const onOver = () =>
      settle(() =>
        reject(
          new SandsmithError({
            code: 'session.ended',
            message: 'The container has ended. Open a new session.',
          }),
        ),
      );
    if (signal.aborted) return reject(signal.reason);
    if (over.aborted) return onOver();
    signal.addEventListener('abort', onAbort);
    over.addEventListener('abort', onOver);
    listeners.set(channel, ({ type, bytes }) => {
      if (type === 'o') settle(() => resolve(openStream(channel)));
      if (type === 'x') settle(() => reject(notListening(port, bytes.toString('utf8'))));
    });
    sender.send('d', channel, String(port));
  });
}

function notListening(port: number, reason: string): SandsmithError {
  return new SandsmithError({
    code: 'preview.not-listening',
    message: `Nothing takes connections on port ${port}${reason === '' ? '' : ` (${reason})`}. Start the program that should, and try again.`,
    isRetryable: true,
  });
}

/** Reads until the connection ends or breaks, or somebody cannot take a record. */
async function readRecords(socket: Duplex, take: RecordListener): Promise<ChannelEnd> {
  const demultiplexer = createStreamDemultiplexer();
  const parser = createAgentRecordParser();
  let diagnostics: Buffer = Buffer.alloc(0);
  const endOf = (end: Omit<ChannelEnd, 'diagnostics'>) => ({
    ...end,
    diagnostics: diagnostics.toString('utf8'),
  });
  try {
    for await (const chunk of socket) {
      for (const { stream, bytes } of demultiplexer.push(chunk)) {
        if (stream === 'stderr') {
          diagnostics = Buffer.concat([diagnostics, bytes]).subarray(-diagnosticBytes);
          continue;
        }
        for (const record of parser.push(bytes)) {
          const pending = take(record);
          if (pending) await pending;
        }
      }
    }
    if (parser.isInside()) throw new CorruptStreamError('it ended in the middle of a record');
    return endOf({ cause: 'ended' });
  } catch (error) {
    return endOf({ cause: 'lost', error: error instanceof Error ? error : new Error(messageOf(error)) });
  }
}

/** Speaks with the agent over the hijacked connection to its container. Takes the socket over. */
export function createAgentChannel(socket: Duplex): AgentChannel {
  const closed = Promise.withResolvers<ChannelEnd>();
  const over = new AbortController();
  const sender = createSender(socket);
  const listeners = new Map<number, RecordListener>();
  const inputs = new Map<number, AgentInput>();
  const connections = createConnections(sender);
  const { streams } = connections;
  let nextChannel = 1;

  function take(record: AgentRecord): void | Promise<void> {
    const { type, channel, bytes } = record;
    if (type === 'n') return connections.accept(channel);
    const stream = streams.get(channel);
    if (stream) return stream.take(record);
    if (type === '+' && bytes.length === 4) return inputs.get(channel)?.grant(bytes.readUInt32BE(0));
    // a channel that this side has closed may still be spoken on for a moment
    return listeners.get(channel)?.(record);
  }

  function finish(end: ChannelEnd): void {
    const error = end.error ?? new Error('the container has ended');
    connections.loseAll(error);
    for (const input of [...inputs.values()]) input.release();
    over.abort(error);
    closed.resolve(end);
    socket.destroy();
  }

  // an error also ends the reading, which deals with it
  socket.on('error', () => {});
  readRecords(socket, take).then(finish);

  return {
    ...sender,
    openChannel: () => nextChannel++,
    onRecord(channel, listener) {
      listeners.set(channel, listener);
      return () => listeners.delete(channel);
    },
    grant: (channel, bytes) => sendGrant(sender, channel, bytes),
    openInput(channel) {
      const input = createAgentInput(sender, { channel, onRelease: () => inputs.delete(channel) });
      inputs.set(channel, input);
      return input.writable;
    },
    dial: (port, { signal }) =>
      dial(
        { sender, listeners, openStream: connections.open },
        { channel: nextChannel++, port, signal, over: over.signal },
      ),
    onTunnel: connections.onTunnel,
    closed: closed.promise,
    destroy: () => socket.destroy(),
  };
}
