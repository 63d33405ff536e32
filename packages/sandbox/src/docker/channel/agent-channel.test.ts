import { Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, test } from '@jest/globals';
import { type AgentChannel, createAgentChannel } from './agent-channel.ts';
import { type AgentRecord, createAgentRecordParser, encodeRecord } from './agent-records.ts';
import { windowBytes } from './credit-window.ts';

/** The other end of a connection to a container: what the agent would say, as the engine would frame it. */
interface Peer {
  channel: AgentChannel;
  socket: Duplex;
  heard: AgentRecord[];
  say(type: string, channel: number, payload?: string | Uint8Array): void;
  sayRaw(bytes: Buffer, stream?: number): void;
  end(): void;
  /** Waits until this many records of that type were heard. */
  hear(type: string, count?: number): Promise<AgentRecord[]>;
}

const peers: Peer[] = [];

function connect(): Peer {
  const heard: AgentRecord[] = [];
  const parser = createAgentRecordParser();
  const socket = new Duplex({
    read() {},
    write(bytes: Buffer, _encoding, done) {
      heard.push(...parser.push(Buffer.from(bytes)));
      done();
    },
  });
  const sayRaw = (bytes: Buffer, stream = 1) => {
    const head = Buffer.from([stream, 0, 0, 0, 0, 0, 0, 0]);
    head.writeUInt32BE(bytes.length, 4);
    socket.push(Buffer.concat([head, bytes]));
  };
  const peer: Peer = {
    channel: createAgentChannel(socket),
    socket,
    heard,
    sayRaw,
    say: (type, channel, payload) => sayRaw(encodeRecord(type, channel, payload)),
    end: () => socket.push(null),
    async hear(type, count = 1) {
      for (let turn = 0; turn < 200; turn += 1) {
        const found = heard.filter((record) => record.type === type);
        if (found.length >= count) return found;
        await new Promise((resolve) => setImmediate(resolve));
      }
      throw new Error(`${count} of ${type} were not heard`);
    },
  };
  peers.push(peer);
  return peer;
}

afterEach(() => {
  for (const { channel } of peers.splice(0)) channel.destroy();
});

const granted = (bytes: number) => {
  const payload = Buffer.alloc(4);
  payload.writeUInt32BE(bytes);
  return payload;
};
const agentChannel = 0x80000001;
const bytesHeard = (peer: Peer, type: string) =>
  peer.heard.reduce((sum, record) => sum + (record.type === type ? record.bytes.length : 0), 0);
const settle = () => new Promise((resolve) => setTimeout(resolve, 20));

describe('records', () => {
  test('arrive whole and in order, however they were cut, each at its own channel', async () => {
    const peer = connect();
    const taken: string[] = [];
    for (const channel of [1, 2])
      peer.channel.onRecord(channel, ({ type, bytes }) => void taken.push(`${channel}${type}${bytes}`));
    const all = Buffer.concat([
      encodeRecord('u', 1, 'one'),
      encodeRecord('v', 2, 'two'),
      encodeRecord('q', 9, 'nobody'),
      encodeRecord('u', 1, Buffer.alloc(70_000, 'x')),
    ]);
    for (let at = 0; at < 40; at += 1) peer.sayRaw(all.subarray(at, at + 1));
    peer.sayRaw(all.subarray(40));
    peer.end();
    expect(await peer.channel.closed).toEqual({ cause: 'ended', diagnostics: '' });
    expect(taken).toEqual(['1uone', '2vtwo', `1u${'x'.repeat(70_000)}`]);
  });

  test('a listener that takes its time holds back what follows', async () => {
    const peer = connect();
    const gate = Promise.withResolvers<void>();
    const taken: string[] = [];
    peer.channel.onRecord(0, async ({ type }) => {
      if (type === 'f') await gate.promise;
      taken.push(type);
    });
    peer.say('f', 0);
    peer.say('b', 0);
    await settle();
    expect(taken).toEqual([]);
    gate.resolve();
    await settle();
    expect(taken).toEqual(['f', 'b']);
  });

  test('standard error is kept for diagnosis, its end alone', async () => {
    const peer = connect();
    peer.sayRaw(Buffer.from(`${'a'.repeat(5_000)}last words`), 2);
    peer.end();
    const { diagnostics } = await peer.channel.closed;
    expect(diagnostics).toHaveLength(4_096);
    expect(diagnostics).toMatch(/last words$/);
  });
});

describe('a connection that breaks', () => {
  test.each([
    ['a length beyond the largest', Buffer.from([0x75, 0, 0, 0, 1, 0xff, 0, 0, 0])],
    ['a type that is no character', Buffer.from([0, 0, 0, 0, 1, 0, 0, 0, 0])],
    ['an end in the middle', encodeRecord('u', 1, 'half').subarray(0, 11)],
    ['a tunnel on a channel of the server', encodeRecord('n', 5)],
  ])('%s ends the connection with an error', async (_name, bytes) => {
    const peer = connect();
    peer.sayRaw(bytes);
    peer.end();
    expect(await peer.channel.closed).toMatchObject({ cause: 'lost', error: expect.any(Error) });
    expect(peer.socket.destroyed).toBe(true);
  });

  test('a frame that is not the engine’s ends it as well', async () => {
    const peer = connect();
    peer.socket.push(Buffer.from('HTTP/1.1 500 Internal Server Error'));
    expect(await peer.channel.closed).toMatchObject({ cause: 'lost' });
  });

  test('a listener that throws ends it, and nothing else', async () => {
    const peer = connect();
    peer.channel.onRecord(0, () => {
      throw new Error('not JSON');
    });
    peer.say('J', 0, '{');
    expect(await peer.channel.closed).toMatchObject({ cause: 'lost', error: { message: 'not JSON' } });
  });
});

describe('a connection into the container', () => {
  test('carries bytes both ways and closes by halves', async () => {
    const peer = connect();
    const dialling = peer.channel.dial(8080, { signal: new AbortController().signal });
    const [asked] = await peer.hear('d');
    expect(String(asked?.bytes)).toBe('8080');
    const number = asked?.channel ?? 0;
    peer.say('o', number);
    const stream = await dialling;
    stream.end('request');
    const [request] = await peer.hear('w');
    expect(String(request?.bytes)).toBe('request');
    await peer.hear('e');
    peer.say('w', number, 'ans');
    peer.say('w', number, 'wer');
    peer.say('e', number);
    expect(await text(stream)).toBe('answer');
    await peer.hear('x');
  });

  test('that is refused says so', async () => {
    const peer = connect();
    const dialling = peer.channel.dial(81, { signal: new AbortController().signal });
    const [asked] = await peer.hear('d');
    peer.say('x', asked?.channel ?? 0, 'connection refused');
    await expect(dialling).rejects.toMatchObject({ code: 'preview.not-listening' });
  });

  test('given up, or lost with its container, rejects', async () => {
    const peer = connect();
    const controller = new AbortController();
    const first = peer.channel.dial(1, { signal: controller.signal });
    controller.abort(new Error('enough'));
    await expect(first).rejects.toThrow('enough');
    await peer.hear('x');
    const second = peer.channel.dial(2, { signal: new AbortController().signal });
    peer.end();
    await expect(second).rejects.toMatchObject({ code: 'session.ended' });
  });
});

async function tunnel(peer: Peer): Promise<Duplex> {
  const come = Promise.withResolvers<Duplex>();
  peer.channel.onTunnel(come.resolve);
  peer.say('n', agentChannel);
  return come.promise;
}

describe('a connection out of the container', () => {
  test('is closed where nobody asked for it', async () => {
    const peer = connect();
    peer.say('n', agentChannel);
    expect(await peer.hear('x')).toMatchObject([{ channel: agentChannel }]);
  });

  test('sends no more than it has leave for', async () => {
    const peer = connect();
    const stream = await tunnel(peer);
    stream.write(Buffer.alloc(windowBytes + 1_000));
    await settle();
    expect(bytesHeard(peer, 'w')).toBe(windowBytes);
    peer.say('+', agentChannel, granted(600));
    await settle();
    expect(bytesHeard(peer, 'w')).toBe(windowBytes + 600);
    peer.say('+', agentChannel, granted(1_000));
    await settle();
    expect(bytesHeard(peer, 'w')).toBe(windowBytes + 1_000);
  });

  test('gives leave for more only as it is read', async () => {
    const peer = connect();
    const stream = await tunnel(peer);
    const piece = Buffer.alloc(65_536);
    for (let count = 0; count < 4; count += 1) peer.say('w', agentChannel, piece);
    await settle();
    const early = await peer.hear('+');
    const leave = () =>
      peer.heard.reduce((sum, { type, bytes }) => sum + (type === '+' ? bytes.readUInt32BE(0) : 0), 0);
    expect(early.length).toBeGreaterThan(0);
    expect(leave()).toBeLessThanOrEqual(128 * 1024);
    stream.resume();
    await settle();
    expect(leave()).toBe(windowBytes);
  });

  test('of a side that sends without leave is closed', async () => {
    const peer = connect();
    const stream = await tunnel(peer);
    for (let count = 0; count < 8; count += 1) peer.say('w', agentChannel, Buffer.alloc(65_536));
    await settle();
    expect(stream.destroyed).toBe(true);
    await peer.hear('x');
  });
});

describe('the end of a connection out of the container', () => {
  test('closed by the program ends after what it said', async () => {
    const peer = connect();
    const stream = await tunnel(peer);
    peer.say('w', agentChannel, 'last');
    peer.say('x', agentChannel);
    expect(await text(stream)).toBe('last');
    stream.write('too late');
    await settle();
    expect(peer.heard.filter(({ type }) => type === 'w' || type === 'x')).toEqual([]);
  });

  test('closed by the program still gives what came, after this side had ended', async () => {
    const peer = connect();
    const stream = await tunnel(peer);
    stream.end('request');
    await peer.hear('e');
    peer.say('w', agentChannel, 'answer');
    peer.say('x', agentChannel);
    await settle();
    expect(await text(stream)).toBe('answer');
  });

  test('a write that waits for leave ends with the connection', async () => {
    const peer = connect();
    const stream = await tunnel(peer);
    const written = new Promise((resolve) => stream.write(Buffer.alloc(windowBytes * 2), resolve));
    await settle();
    peer.end();
    await written;
    expect(stream.destroyed).toBe(true);
  });
});

describe('the input of a process', () => {
  test('waits for leave, ends, and is forgotten', async () => {
    const peer = connect();
    const input = peer.channel.openInput(1);
    input.end(Buffer.alloc(windowBytes + 10));
    await settle();
    expect(bytesHeard(peer, 'i')).toBe(windowBytes);
    expect(peer.heard.some(({ type }) => type === 'I')).toBe(false);
    peer.say('+', 1, granted(10));
    await peer.hear('I');
    expect(bytesHeard(peer, 'i')).toBe(windowBytes + 10);
  });

  test('of a process that has ended takes everything and sends nothing', async () => {
    const peer = connect();
    const input = peer.channel.openInput(1);
    input.destroy();
    input.write('nobody reads this');
    await settle();
    expect(bytesHeard(peer, 'i')).toBe(0);
  });
});

test('a reader that throws ends its own connection, not the container', async () => {
  const { channel, say, hear } = connect();
  const { signal } = new AbortController();
  const dialling = channel.dial(8_000, { signal });
  const [asked] = await hear('d');
  say('o', asked?.channel ?? 0);
  const stream = await dialling;
  const ended = new Promise<Error>((resolve) => stream.once('error', resolve));
  stream.on('data', () => {
    throw new Error('nobody is there to pass it on to');
  });
  say('w', asked?.channel ?? 0, 'bytes');
  expect((await ended).message).toBe('nobody is there to pass it on to');
  const next = channel.dial(8_001, { signal });
  const [, second] = await hear('d', 2);
  say('o', second?.channel ?? 0);
  expect((await next).destroyed).toBe(false);
});
