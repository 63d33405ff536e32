import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import {
  type AgentLimits,
  type RawAgent,
  removeAgents,
  setUp,
  startAgent,
} from '../conformance/raw-agent.ts';
import { defaultImagesDirectory, readImageFolders } from '../languages/image-folders.ts';
import { buildImages } from './build-images.ts';
import { windowBytes } from './channel/credit-window.ts';

let image = '';

beforeAll(async () => {
  await buildImages({ languages: ['bash'], onProgress: () => {}, signal: AbortSignal.timeout(600_000) });
  const folders = await readImageFolders(defaultImagesDirectory);
  image = folders.find(({ id }) => id === 'bash')?.tag ?? '';
}, 600_000);

afterEach(removeAgents);

function command(agent: RawAgent, type: 'C' | 'R' | 'H', script: string): void {
  for (const argument of ['bash', '-c', script]) agent.say(type, 0, argument);
}

/** A run whose set-up is complete and whose input is still open. */
async function startRun(script: string, limits: AgentLimits = {}): Promise<RawAgent> {
  const agent = await startAgent(image);
  setUp(agent, 'run', limits);
  command(agent, 'R', script);
  agent.say('.', 0);
  return agent;
}

async function outcomeOf(agent: RawAgent): Promise<Record<string, unknown>> {
  const { bytes } = await agent.hear('J');
  await agent.hear('.');
  return JSON.parse(String(bytes));
}

describe('the streams of a run', () => {
  test('every byte of both streams arrives, also what a process left behind could still write', async () => {
    const agent = await startRun(
      "head -c 3000000 /dev/urandom > r; cat r; cat r >&2; printf '\\377\\0'; sleep 100 & mkdir output; cp r output; exit 3",
      { artifactBytes: 4_000_000 },
    );
    expect(await outcomeOf(agent)).toMatchObject({ phase: 'run', ending: 'exit', exitCode: 3, signal: 0 });
    const output = agent.bytes('u', 1);
    expect(output.length).toBe(3_000_002);
    expect(output.subarray(0, 3_000_000).equals(agent.bytes('v', 1))).toBe(true);
    expect(output.subarray(0, 3_000_000).equals(agent.bytes('b'))).toBe(true);
    expect([...output.subarray(3_000_000)]).toEqual([255, 0]);
    expect(await agent.exitCode()).toBe(3);
  }, 60_000);

  test('input comes before and while it runs, and no more than is granted', async () => {
    const agent = await startAgent(image);
    setUp(agent, 'run');
    agent.say('i', 1, 'early ');
    command(agent, 'R', 'head -c 6; read -r wait < fifo; cat | wc -c');
    agent.say('F', 0, 'make-fifo');
    command(agent, 'C', 'mkfifo fifo');
    agent.say('.', 0);
    await agent.hear('u', 1);
    expect(String(agent.bytes('u', 1))).toBe('early ');
    for (let sent = 0; sent < windowBytes; sent += 32_768) agent.say('i', 1, Buffer.alloc(32_768));
    await delay(300);
    // what the pipe holds was passed on; the rest waits with the agent
    const grantedBytes = agent.heard
      .filter(({ type }) => type === '+')
      .reduce((sum, { bytes }) => sum + bytes.readUInt32BE(), 0);
    expect(grantedBytes).toBeLessThanOrEqual(65_536 + 6);
    agent.say('Q', 0);
    expect(await outcomeOf(agent)).toMatchObject({ ending: 'stopped', signal: 9 });
    expect(await agent.exitCode()).toBe(137);
  }, 60_000);

  test('a server that does not read holds up no time limit', async () => {
    const agent = await startRun('yes', { wallTimeMs: 500 });
    await agent.hear('o', 1);
    agent.socket.pause();
    await delay(1_500);
    agent.socket.resume();
    const outcome = await outcomeOf(agent);
    expect(outcome).toMatchObject({ ending: 'wallTimeMs' });
    expect(outcome.wallTimeMs).toBeLessThan(1_000);
  }, 60_000);
});

describe('the outcome of a run', () => {
  test('time limits hold for whatever ignores signals, in processes of its own', async () => {
    const wall = await startRun("trap '' TERM HUP INT; setsid sleep 60 & sleep 60", { wallTimeMs: 300 });
    expect(await outcomeOf(wall)).toMatchObject({ ending: 'wallTimeMs' });
    const cpu = await startRun('(while :; do :; done) & while :; do :; done', { cpuTimeMs: 300 });
    expect(await outcomeOf(cpu)).toMatchObject({ ending: 'cpuTimeMs' });
  }, 60_000);

  test('a failure is told apart by the check, and the outcome stays that of the run', async () => {
    const agent = await startAgent(image);
    setUp(agent, 'run');
    command(agent, 'R', 'echo "no such word" >&2; exit 7');
    command(agent, 'H', 'echo never seen; exit 1');
    agent.say('.', 0);
    expect(await outcomeOf(agent)).toMatchObject({ phase: 'compile', ending: 'exit', exitCode: 7 });
    expect(String(agent.bytes('u', 1))).toBe('');
  }, 60_000);

  test('artifacts are regular files alone, within their number, size and depth', async () => {
    const agent = await startRun(`
      mkdir -p output/a/b/c; cd output; printf deep > a/b/c/deep; printf kept > a/b/kept
      ln -s /etc/passwd link; mkfifo pipe; truncate -s 16M huge; truncate -s 17M holes; printf x > $'\\377\\n'
      printf secret > a/closed; chmod 0 a/closed`);
    expect(await outcomeOf(agent)).toMatchObject({ exitCode: 0 });
    const hostile = Buffer.from([255, 10]).toString('latin1');
    const names = (type: string) =>
      agent.heard.filter((record) => record.type === type).map(({ bytes }) => bytes.toString('latin1'));
    expect(names('f').toSorted()).toEqual(['a/b/kept', 'a/closed', hostile]);
    expect(names('s').toSorted()).toEqual(['a/b/c', 'holes', 'huge', 'link', 'pipe']);
    expect(names('y')).toHaveLength(5);
    expect(names('y')).toContain('a sparse file: nearly all of it is holes');
  }, 60_000);

  test('full folders and installed packages beyond their size are told', async () => {
    const full = await startRun('for i in {1..3000}; do : > f$i || exit 1; done', {});
    expect(await outcomeOf(full)).toMatchObject({ exitCode: 1, inodesFull: true, workFull: false });
    const packages = await startRun('head -c 1000000 /dev/zero > /deps/large', { dependencyBytes: 500_000 });
    expect(await outcomeOf(packages)).toMatchObject({ ending: 'dependencyBytes' });
  }, 60_000);
});

describe('what a program cannot reach', () => {
  test('the program has its limits and nothing of the agent', async () => {
    const agent = await startRun(`
      cat /proc/self/oom_score_adj /proc/1/oom_score_adj; ulimit -n; ulimit -Hn; ulimit -c; ls -l /proc/self/fd | grep -c pipe:
      ls /proc/1/fd || echo shut; echo forged > /proc/1/fd/4 || echo shut; kill -9 1; kill -STOP 1; echo alive`);
    expect(await outcomeOf(agent)).toMatchObject({ exitCode: 0 });
    expect(String(agent.bytes('u', 1)).split('\n').filter(Boolean)).toEqual([
      '1000',
      '0',
      '64',
      '64',
      '0',
      '3',
      'shut',
      'shut',
      'alive',
    ]);
  }, 60_000);

  test.each([
    ['a record that nobody knows', (agent: RawAgent) => agent.say('?', 0)],
    [
      'a length beyond the largest',
      (agent: RawAgent) => agent.socket.write(Buffer.from('i\0\0\0\x01\x7f\0\0\0', 'latin1')),
    ],
    ['the end of the stream', (agent: RawAgent) => agent.socket.end()],
  ])('%s ends it with code 124', async (_name, act) => {
    const agent = await startRun('sleep 60');
    await agent.hear('o', 1);
    act(agent);
    expect(await agent.exitCode()).toBe(124);
  });
});
