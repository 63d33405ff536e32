import { Writable } from 'node:stream';
import { createCreditWindow, type RecordSender, sendCredited, windowBytes } from './credit-window.ts';

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
  const window = createCreditWindow();
  let isOver = false;
  const release = () => {
    if (isOver) return;
    isOver = true;
    window.add(windowBytes);
    onRelease();
  };
  const writable = new Writable({
    highWaterMark: windowBytes,
    write(bytes: Buffer, _encoding, done) {
      sendCredited(sender, { type: 'i', channel, bytes, window, isOver: () => isOver }).then(
        () => done(),
        done,
      );
    },
    final(done) {
      if (!isOver) sender.send('I', channel);
      done();
    },
    destroy(error, done) {
      release();
      done(error);
    },
  });
  // a process that ends before it has read everything is nothing to report
  writable.on('error', () => {});
  return { writable, grant: window.add, release };
}
