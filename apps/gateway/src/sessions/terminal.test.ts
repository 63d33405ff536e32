import { expect, test } from '@jest/globals';
import { delay } from '@sandsmith/foundation/delay';
import { createMemorySession, type MemoryProcess } from './memory-session.fixture.ts';
import { createScrollback } from './scrollback.ts';
import { createTerminal, type TerminalWatcher } from './terminal.ts';

async function open() {
  const session = createMemorySession();
  const process = (await session.start({ command: ['bash'] })) as MemoryProcess;
  const size = { columns: 80, rows: 24 };
  return { process, terminal: createTerminal({ process, size, onActivity() {} }) };
}

function watcher() {
  const seen = { text: '', replays: 0, exitCode: undefined as number | null | undefined, backlog: 0 };
  const self: TerminalWatcher = {
    data(text, { isReplay }) {
      seen.text = isReplay ? text : seen.text + text;
      if (isReplay) seen.replays += 1;
    },
    exited(exitCode) {
      seen.exitCode = exitCode;
    },
    backlogBytes: () => seen.backlog,
  };
  return { seen, self };
}

async function until(isTrue: () => boolean): Promise<void> {
  for (let tries = 0; tries < 200 && !isTrue(); tries += 1) await delay(10);
  expect(isTrue()).toBe(true);
}

test('whoever comes later is told what came before, then the same as everybody', async () => {
  const { process, terminal } = await open();
  process.print('before ');
  await delay(10);
  const [first, second] = [watcher(), watcher()];
  terminal.watch(first.self);
  const leave = terminal.watch(second.self);
  expect(first.seen).toMatchObject({ text: 'before ', replays: 1 });
  process.print('after');
  await until(() => second.seen.text === 'before after');
  leave();
  process.print(' all');
  await until(() => first.seen.text === 'before after all');
  expect(second.seen.text).toBe('before after');
});

test('characters that are cut in the middle come whole', async () => {
  const { process, terminal } = await open();
  const { seen, self } = watcher();
  terminal.watch(self);
  for (const byte of Buffer.from('ä€🙂')) process.print(Uint8Array.of(byte));
  process.print(Uint8Array.of(0xff, 0xe2, 0x82));
  process.exit(3);
  await until(() => seen.exitCode === 3);
  expect(seen.text).toBe('ä€🙂\ufffd\ufffd');
});

test('is not read while everybody who looks is far behind', async () => {
  const { process, terminal } = await open();
  const { seen, self } = watcher();
  seen.backlog = 2 * 1024 * 1024;
  terminal.watch(self);
  for (let index = 0; index < 20; index += 1) process.print(`line ${index}\n`);
  await delay(100);
  expect(process.waiting()).toBeGreaterThan(0);
  seen.backlog = 0;
  await until(() => process.waiting() === 0 && seen.text.endsWith('line 19\n'));
  // Another who keeps up is not held back by one who does not.
  seen.backlog = 8 * 1024 * 1024;
  const quick = watcher();
  terminal.watch(quick.self);
  process.print('more\n');
  await until(() => quick.seen.text.endsWith('more\n'));
  expect(seen.text).not.toContain('more');
  seen.backlog = 0;
  await until(() => seen.text.endsWith('more\n'));
  expect(seen.replays).toBe(2);
});

test('is drained at a bounded rate while nobody looks', async () => {
  const { process } = await open();
  const mebibyte = 'x'.repeat(1024 * 1024);
  for (let index = 0; index < 12; index += 1) process.print(mebibyte);
  await delay(300);
  expect(process.waiting()).toBeGreaterThan(4 * mebibyte.length);
  await until(() => process.waiting() < 9 * mebibyte.length);
  process.exit(0);
});

test('input, size and end reach the program; a program that stays is killed', async () => {
  const { process, terminal } = await open();
  terminal.write('ls\r');
  terminal.resize({ columns: 80, rows: 24 });
  terminal.resize({ columns: 100, rows: 30 });
  expect(process).toMatchObject({ written: ['ls\r'], sizes: [{ columns: 100, rows: 30 }] });
  terminal.close();
  expect(process.signals).toEqual(['SIGHUP']);
  await terminal.ended;
  expect(process.signals).toEqual(['SIGHUP', 'SIGKILL']);
  expect(terminal.view()).toMatchObject({ status: 'exited' });
  const { seen, self } = watcher();
  terminal.watch(self);
  expect(seen.exitCode).toBe(137);
});

test('scrollback keeps the last of it, from the start of a line or at least of a character', () => {
  const lines = createScrollback({ maxLength: 20 });
  for (let index = 0; index < 100; index += 1) lines.append(`line ${index}\n`);
  expect(lines.text()).toBe('line 98\nline 99\n');
  expect(lines.isCut()).toBe(true);
  const faces = createScrollback({ maxLength: 5 });
  faces.append('🙂🙂🙂🙂');
  expect(faces.text()).toBe('🙂🙂');
  const short = createScrollback({ maxLength: 20 });
  short.append('all');
  expect([short.text(), short.isCut()]).toEqual(['all', false]);
});
