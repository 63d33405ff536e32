import { Duplex } from 'node:stream';
import type { AgentRecord } from './agent-records.ts';
import { type RecordSender, sendGrant, windowBytes } from './credit-window.ts';
import { createSendingEnd } from './sending-end.ts';

export interface ByteStream {
  duplex: Duplex;
  /** A record of this channel. */
  take(record: AgentRecord): void;
  /** The connection is over. */
  lose(error: Error): void;
}

/** Leave to send more is given in steps of this size, not for every record. */
const grantStepBytes = 64 * 1024;

interface Receiver {
  /** False where more came than there was leave for. */
  take(bytes: number): boolean;
  /** Whether the reader takes more now. */
  setReady(isReady: boolean): void;
}

/** Gives leave to send more as what came is read. */
function createReceiver(grant: (bytes: number) => void): Receiver {
  let unacknowledged = 0;
  let isReady = true;
  const settle = () => {
    if (!isReady || unacknowledged < grantStepBytes) return;
    grant(unacknowledged);
    unacknowledged = 0;
  };
  return {
    take(bytes) {
      unacknowledged += bytes;
      return unacknowledged <= windowBytes;
    },
    setReady(value) {
      isReady = value;
      settle();
    },
  };
}

/** Readers are called at once: what one of them throws is the end of its connection, not of the container's. */
function pushOrEnd(duplex: Duplex, bytes: Buffer): boolean {
  try {
    return duplex.push(bytes);
  } catch (error) {
    duplex.destroy(error instanceof Error ? error : new Error(String(error)));
    return false;
  }
}

/** A connection through the agent as a stream of Node, half-closable, neither side faster than the other. */
export function createByteStream(
  sender: RecordSender,
  { channel, onFree }: { channel: number; onFree: () => void },
): ByteStream {
  const end = createSendingEnd(sender, { type: 'w', channel, onFree });
  const receiver = createReceiver((bytes) => {
    if (!end.isFree()) sendGrant(sender, channel, bytes);
  });

  const duplex = new Duplex({
    allowHalfOpen: true,
    readableHighWaterMark: 128 * 1024,
    writableHighWaterMark: 128 * 1024,
    read: () => receiver.setReady(true),
    write: (bytes: Buffer, _encoding, done) => end.write(bytes, done),
    final(done) {
      end.say('e');
      done();
    },
    destroy(error, done) {
      end.say('x');
      end.free();
      done(error);
    },
  });

  // whoever uses the stream may not listen: a lost connection is no reason to end the server
  duplex.on('error', () => {});

  function takeBytes(bytes: Buffer): void {
    // a copy: what is read later must not hold on to the whole chunk it came in
    if (receiver.take(bytes.length)) receiver.setReady(pushOrEnd(duplex, Buffer.from(bytes)));
    else duplex.destroy(new Error('more came than was allowed'));
  }

  function takeClose(reason: string): void {
    end.free();
    if (reason !== '') {
      duplex.destroy(new Error(reason));
      return;
    }
    // what has come is still to be read
    duplex.push(null);
    duplex.end();
  }

  return {
    duplex,
    take({ type, bytes }) {
      if (type === 'w') takeBytes(bytes);
      else if (type === 'e') duplex.push(null);
      else if (type === 'x') takeClose(bytes.toString('utf8'));
      else if (type === '+' && bytes.length === 4) end.allow(bytes.readUInt32BE(0));
    },
    lose(error) {
      end.free();
      duplex.destroy(error);
    },
  };
}
