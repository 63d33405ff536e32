/** How many bytes each side may send on a channel before it has to wait for leave to send more. */
export const windowBytes = 262_144;

export interface CreditWindow {
  /** Takes up to `wanted` bytes of what may be sent now; 0 where nothing may. */
  take(wanted: number): number;
  /** The other side takes so many more. */
  add(bytes: number): void;
  /** Resolves as soon as something may be sent. */
  open(): Promise<void>;
}

/** What may still be sent on one channel. */
export function createCreditWindow(): CreditWindow {
  let left = windowBytes;
  let waiting: PromiseWithResolvers<void> | undefined;
  return {
    take(wanted) {
      const taken = Math.min(wanted, left);
      left -= taken;
      return taken;
    },
    add(bytes) {
      left += bytes;
      if (left <= 0) return;
      waiting?.resolve();
      waiting = undefined;
    },
    async open() {
      if (left > 0) return;
      waiting ??= Promise.withResolvers();
      await waiting.promise;
    },
  };
}

/** What a channel needs of the connection that carries it. */
export interface RecordSender {
  /** False where the connection is behind: then `drained` is to be waited for. */
  send(type: string, channel: number, payload?: string | Uint8Array): boolean;
  /** Resolves when more may be sent, or when the connection is over. */
  drained(): Promise<void>;
}

const pieceBytes = 64 * 1024;

/** Sends all of `bytes` as the window and the connection allow; ends early once `isOver`. */
export async function sendCredited(
  sender: RecordSender,
  options: { type: string; channel: number; bytes: Uint8Array; window: CreditWindow; isOver: () => boolean },
): Promise<void> {
  const { type, channel, bytes, window, isOver } = options;
  for (let at = 0; at < bytes.length && !isOver(); ) {
    const count = window.take(Math.min(bytes.length - at, pieceBytes));
    if (count === 0) {
      await window.open();
      continue;
    }
    const isFree = sender.send(type, channel, bytes.subarray(at, at + count));
    at += count;
    if (!isFree) await sender.drained();
  }
}

/** Gives the other side leave to send so many more bytes. */
export function sendGrant(sender: RecordSender, channel: number, bytes: number): void {
  const payload = Buffer.allocUnsafe(4);
  payload.writeUInt32BE(bytes);
  sender.send('+', channel, payload);
}
