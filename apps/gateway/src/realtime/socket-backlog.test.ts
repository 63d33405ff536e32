import { EventEmitter } from 'node:events';
import { expect, test } from '@jest/globals';
import { createSocketBacklog } from './socket-backlog.ts';
import type { RealtimeSocket } from './socket-types.ts';

/** What of a connection is looked at. */
function fakeSocket() {
  const conn = Object.assign(new EventEmitter(), { transport: { writable: false } });
  const events = Object.assign(new EventEmitter(), { conn });
  return { conn, events, socket: events as unknown as RealtimeSocket };
}

test('is what was sent and has not left', () => {
  const { conn, socket } = fakeSocket();
  const backlog = createSocketBacklog(socket);
  backlog.sent(10);
  conn.emit('drain');
  backlog.sent(5);
  expect(backlog.bytes()).toBe(15);
  conn.emit('drain');
  expect(backlog.bytes()).toBe(5);
  conn.transport.writable = true;
  expect(backlog.bytes()).toBe(0);
});

test.each(['its own end', 'the end of the connection'])('listens to nothing after %s', (which) => {
  const { conn, events, socket } = fakeSocket();
  const backlog = createSocketBacklog(socket);
  if (which === 'its own end') backlog.end();
  else events.emit('disconnect');
  expect([conn.listenerCount('drain'), events.listenerCount('disconnect')]).toEqual([0, 0]);
});
