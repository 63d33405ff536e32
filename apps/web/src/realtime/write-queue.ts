export interface WriteQueue {
  add(text: string): void;
  /** Drops what was not sent yet. */
  clear(): void;
}

interface WriteQueueOptions {
  /** Resolves when the other side has taken the text. */
  send: (text: string) => Promise<unknown>;
  /** Characters in one message at most. */
  maxLength?: number;
  /** How many messages may be under way before the next ones wait and are joined. */
  maxUnderWay?: number;
}

/** Sends text in order, in pieces that the server takes, and joins what has to wait. */
export function createWriteQueue(options: WriteQueueOptions): WriteQueue {
  const { send, maxLength = 16_384, maxUnderWay = 8 } = options;
  let waiting = '';
  let underWay = 0;

  function flush(): void {
    while (waiting && underWay < maxUnderWay) {
      const text = waiting.slice(0, endOfPiece(waiting, maxLength));
      waiting = waiting.slice(text.length);
      underWay += 1;
      void send(text).finally(() => {
        underWay -= 1;
        flush();
      });
    }
  }

  return {
    add(text) {
      waiting += text;
      flush();
    },
    clear() {
      waiting = '';
    },
  };
}

/** The halves of a character outside of the basic plane stay together. */
function endOfPiece(text: string, maxLength: number): number {
  if (text.length <= maxLength) return text.length;
  const last = text.charCodeAt(maxLength - 1);
  return last >= 0xd800 && last <= 0xdbff ? maxLength - 1 : maxLength;
}
