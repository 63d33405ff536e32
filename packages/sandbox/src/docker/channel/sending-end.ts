import { createCreditWindow, type RecordSender, sendCredited, windowBytes } from './credit-window.ts';

/** This side of a channel: sends as the other side gives leave, and nothing any more once the channel is free. */
export interface SendingEnd {
  /** Calls back when all of it is sent, or is thrown away because the channel is free. */
  write(bytes: Buffer, done: (error?: Error | null) => void): void;
  /** Says something that needs no leave. */
  say(type: string): void;
  /** Leave to send more has come. */
  allow(bytes: number): void;
  free(): void;
  isFree(): boolean;
}

export function createSendingEnd(
  sender: RecordSender,
  { type, channel, onFree }: { type: string; channel: number; onFree: () => void },
): SendingEnd {
  const window = createCreditWindow();
  let isOver = false;
  const isFree = () => isOver;
  return {
    write(bytes, done) {
      sendCredited(sender, { type, channel, bytes, window, isOver: isFree }).then(() => done(), done);
    },
    say(what) {
      if (!isOver) sender.send(what, channel);
    },
    allow: window.add,
    free() {
      if (isOver) return;
      isOver = true;
      // lets a write that waits for leave see that it is over
      window.add(windowBytes);
      onFree();
    },
    isFree,
  };
}
