import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import {
  type AgentLimits,
  granted,
  type RawAgent,
  removeAgents,
  setUp,
  startAgent,
} from '../conformance/raw-agent.ts';
import { defaultImagesDirectory, readImageFolders } from '../languages/image-folders.ts';
import { buildImages } from './build-images.ts';
import { type AgentRecord, decodeList, encodeList } from './channel/agent-records.ts';
import { windowBytes } from './channel/credit-window.ts';

const outOf = 0x80000000;
let image = '';

beforeAll(async () => {
  await buildImages({ languages: ['bash'], onProgress: () => {}, signal: AbortSignal.timeout(600_000) });
  const folders = await readImageFolders(defaultImagesDirectory);
  image = folders.find(({ id }) => id === 'bash')?.tag ?? '';
}, 600_000);

afterEach(removeAgents);

async function openSession(limits: AgentLimits = {}): Promise<RawAgent> {
  const agent = await startAgent(image);
  setUp(agent, 'session', limits);
  agent.say('.', 0);
  await agent.hear('o');
  return agent;
}

function start(agent: RawAgent, channel: number, script: string): Promise<AgentRecord> {
  agent.say('p', channel, encodeList(['pipe', 0, 0, 3, 'bash', '-c', script, 'WORD=given']));
  return agent.hear('o', channel);
}

describe('processes of a session', () => {
  test('a process ends after its output, which waits for its grants', async () => {
    const agent = await openSession();
    await start(agent, 2, 'head -c 300000 /dev/zero; echo $WORD >&2; exit 4');
    await delay(500);
    const sent = () => agent.bytes('u', 2).length + agent.bytes('v', 2).length;
    expect(sent()).toBe(windowBytes);
    expect(agent.heard.some(({ type }) => type === 'q')).toBe(false);
    agent.say('+', 2, granted(100_000));
    expect(decodeList((await agent.hear('q', 2)).bytes)).toEqual(['4', '0']);
    expect(sent()).toBe(300_006);
  }, 60_000);

  test('a daemon lives on after the process that started it', async () => {
    const agent = await openSession();
    await start(
      agent,
      2,
      '(for i in 1 2 3 4 5 6; do echo still here; sleep 0.1; done; echo done > lived) & exit 0',
    );
    await agent.hear('q', 2);
    await delay(1_200);
    agent.say('G', 3, encodeList(['lived', 100]));
    await agent.hear('T', 3);
    expect(String(agent.bytes('b', 3))).toBe('done\n');
  }, 60_000);

  test('a terminal has a size, a new size, and signals from its keys', async () => {
    const agent = await openSession();
    agent.say(
      'p',
      2,
      encodeList(['tty', 100, 30, 3, 'bash', '-c', 'stty size; echo $TERM; read; stty size; sleep 60']),
    );
    await agent.hear('o', 2);
    const sees = async (text: string) => {
      while (!String(agent.bytes('u', 2)).includes(text)) await delay(20);
    };
    await sees('30 100\r\nxterm-256color');
    agent.say('z', 2, encodeList([120, 40]));
    agent.say('i', 2, '\r');
    await sees('40 120');
    agent.say('i', 2, '\x03');
    expect(decodeList((await agent.hear('q', 2)).bytes)).toEqual(['0', '2']);
  }, 30_000);
});

describe('files of a session', () => {
  test('files are written, listed and read where they are real, never through links', async () => {
    const agent = await openSession();
    agent.say('F', 0, 'src/deep/a.txt');
    agent.say('B', 0, 'content');
    await start(
      agent,
      2,
      'ln -s /etc/passwd link; ln -s src/deep folder; mkfifo pipe; mkdir node_modules; : > node_modules/x',
    );
    await agent.hear('q', 2);
    const refused = {
      link: 'ELOOP',
      'folder/a.txt': 'ENOTDIR',
      pipe: 'EINVAL',
      '../etc/passwd': 'EINVAL',
      none: 'ENOENT',
    };
    for (const [index, path] of Object.keys(refused).entries())
      agent.say('G', 10 + index, encodeList([path, 100]));
    for (const [index, name] of Object.values(refused).entries())
      expect(String((await agent.hear('x', 10 + index)).bytes)).toBe(name);
    agent.say('G', 20, encodeList(['src/deep/a.txt', 6]));
    expect(String((await agent.hear('x', 20)).bytes)).toBe('EFBIG');
    agent.say('A', 21);
    await agent.hear('T', 21);
    const [path, bytes, version] = decodeList(agent.bytes('t', 21));
    expect([path, bytes]).toEqual(['src/deep/a.txt', '7']);
    expect(version).toMatch(/^\d{19}$/);
    for (const target of ['link', 'folder/b.txt', 'pipe']) {
      agent.say('F', 0, target);
      agent.say('Y', 30);
      await agent.hear('T', 30);
      expect(agent.bytes('T', 30).length).toBeGreaterThan(0);
      agent.heard.splice(
        agent.heard.findIndex(({ type, channel }) => type === 'T' && channel === 30),
        1,
      );
    }
    agent.say('D', 0, 'src/deep/a.txt');
    agent.say('Y', 31);
    expect(String((await agent.hear('T', 31)).bytes)).toBe('');
    await start(agent, 3, 'ls');
    await agent.hear('q', 3);
    expect(String(agent.bytes('u', 3))).not.toMatch('src');
  }, 60_000);
});

describe('connections of a session', () => {
  test('a port is found, dialled, and gone; each side of a connection ends for itself', async () => {
    const agent = await openSession();
    const server = `perl -MSocket -e 'socket(S,PF_INET,SOCK_STREAM,0); bind(S,sockaddr_in(8123,INADDR_LOOPBACK)); listen(S,5);
      accept(C,S); local $/; $got=<C>; syswrite(C, "got ".length($got)); close C'`;
    await start(agent, 2, server);
    expect(decodeList((await agent.hear('l')).bytes)).toEqual(['8123']);
    agent.say('d', 3, '8123');
    await agent.hear('o', 3);
    agent.say('w', 3, Buffer.alloc(200_000));
    agent.say('e', 3);
    await agent.hear('x', 3);
    expect(String(agent.bytes('w', 3))).toBe('got 200000');
    await agent.hear('q', 2);
    while (agent.heard.filter(({ type }) => type === 'l').length < 2) await delay(20);
    expect(agent.heard.findLast(({ type }) => type === 'l')?.bytes).toHaveLength(0);
    agent.say('d', 4, '8123');
    expect(String((await agent.hear('x', 4)).bytes)).toMatch(/refused/i);
  }, 60_000);

  test('what connects to the proxy port becomes a tunnel', async () => {
    const agent = await openSession({ egress: 1 });
    await start(agent, 2, 'exec 3<>/dev/tcp/127.0.0.1/3128; echo asks >&3; head -n 1 <&3');
    await agent.hear('n', outOf);
    await agent.hear('w', outOf);
    expect(String(agent.bytes('w', outOf))).toBe('asks\n');
    agent.say('w', outOf, 'answered\n');
    await agent.hear('q', 2);
    expect(String(agent.bytes('u', 2))).toBe('answered\n');
    agent.say('e', outOf);
    await agent.hear('x', outOf);
    expect(agent.heard.some(({ type }) => type === 'l')).toBe(false);
  }, 60_000);
});
