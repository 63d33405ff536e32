import { Writable } from 'node:stream';
import { type RecordSender, windowBytes } from './credit-window.ts';
import { createSendingEnd } from './sending-end.ts';

export interface AgentInput {
  /** Ending it ends the process's input. */
  writable: Writable;
  /** Leave to send more has come. */
  grant(bytes: number): void;
  /** The process is over: what is still written is thrown away. */
  release(): void;
}

/** The standard input of a process in the container. */
export function createAgentInput(
  sender: RecordSender,
  { channel, onRelease }: { channel: number; onRelease: () => void },
): AgentInput {
  const end = createSendingEnd(sender, { type: 'i', channel, onFree: onRelease });
  const writable = new Writable({
    highWaterMark: windowBytes,
    write: (bytes: Buffer, _encoding, done) => end.write(bytes, done),
    final(done) {
      end.say('I');
      done();
    },
    destroy(error, done) {
      end.free();
      done(error);
    },
  });
  // a process that ends before it has read everything is nothing to report
  writable.on('error', () => {});
  return { writable, grant: end.allow, release: end.free };
}
