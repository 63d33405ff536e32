import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import { delay } from '@sandsmith/foundation/delay';
import { watchForIdle } from './idle-limit.ts';

function watched() {
  // What the watch looks at, and nothing else of a request.
  const request = { complete: false, socket: { bytesRead: 0 } };
  const faults: string[] = [];
  const end = watchForIdle(request as unknown as IncomingMessage, ({ code }) => faults.push(code), {
    idleMs: 20,
  });
  return { request, faults, end };
}

describe('the watch over a body', () => {
  test('tells once that nothing more arrives', async () => {
    const { faults, end } = watched();
    await delay(90);
    end();
    expect(faults).toEqual(['request.timeout']);
  });

  test('lets a slow body arrive, and one that is complete be worked on', async () => {
    const slow = watched();
    const feeding = setInterval(() => {
      slow.request.socket.bytesRead += 1;
    }, 5);
    const complete = watched();
    complete.request.complete = true;
    await delay(90);
    clearInterval(feeding);
    slow.end();
    complete.end();
    expect([slow.faults, complete.faults]).toEqual([[], []]);
  });
});
