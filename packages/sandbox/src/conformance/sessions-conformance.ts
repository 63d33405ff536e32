import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '@sandsmith/foundation/ids';
import type { SandboxSession, SandboxSessionRequest } from '../sandbox-port.ts';
import { mebibyte, type SandboxHarness, textFile } from './sandbox-harness.ts';
import { openSession, speak, watch, withSession } from './session-harness.ts';
import { describeSessionPorts } from './session-ports-conformance.ts';

interface Shared {
  session(): SandboxSession;
}

function describeFiles({ session }: Shared): void {
  test('go both ways, byte for byte, with what the program makes of them', async () => {
    const bytes = Buffer.from(Array.from({ length: 700_000 }, (_, index) => (index * 7) % 256));
    await session().writeFiles([
      { path: 'deep/er/all.bin', content: bytes },
      { path: 'empty', content: Buffer.alloc(0) },
      { path: 'naïve 🌍.txt', content: Buffer.from('one') },
    ]);
    const read = await session().readFile('deep/er/all.bin', { maxBytes: mebibyte });
    expect(read.equals(bytes)).toBe(true);
    const { stdout } = await speak(
      session(),
      'cat "naïve 🌍.txt"; printf two > "naïve 🌍.txt"; wc -c < empty',
    );
    expect(stdout).toBe('one0\n');
    expect(String(await session().readFile('naïve 🌍.txt', { maxBytes: 100 }))).toBe('two');
  });

  test('are listed with their sizes and a version that changes with the content', async () => {
    await session().writeFiles([{ path: 'listed/a.txt', content: Buffer.from('a') }]);
    await speak(
      session(),
      'mkdir -p listed/node_modules/x listed/.git; touch listed/node_modules/x/y listed/.git/z',
    );
    const find = async () =>
      (await session().listFiles()).entries.filter(({ path }) => path.startsWith('listed/'));
    const [before, ...others] = await find();
    expect(others).toEqual([]);
    expect(before).toMatchObject({
      path: 'listed/a.txt',
      bytes: 1,
      version: expect.stringMatching(/^\d{18,20}$/),
    });
    await speak(session(), 'printf bc > listed/a.txt');
    const [after] = await find();
    expect(after?.bytes).toBe(2);
    expect(after?.version).not.toBe(before?.version);
  });

  test('are deleted with the folders that are empty then', async () => {
    await session().writeFiles(
      ['gone/a/1', 'gone/a/2', 'gone/b'].map((path) => ({ path, content: Buffer.from(path) })),
    );
    await session().deleteFiles(['gone/a/1', 'gone/a/2', 'gone/not-there']);
    expect((await speak(session(), 'find gone')).stdout).toBe('gone\ngone/b\n');
  });
}

function describeHostileFiles({ session }: Shared): void {
  test.each(['../up', '/etc/passwd', 'a/../../b', 'a\nb', ''])('the path %j is refused', async (path) => {
    const content = Buffer.from('x');
    await expect(session().writeFiles([{ path, content }])).rejects.toMatchObject({
      code: 'file.path-invalid',
    });
    await expect(session().deleteFiles([path])).rejects.toMatchObject({ code: 'file.path-invalid' });
    await expect(session().readFile(path, { maxBytes: 10 })).rejects.toMatchObject({
      code: 'file.path-invalid',
    });
  });

  test('never lead out of the working folder: links and pipes are neither read, written nor followed', async () => {
    await speak(
      session(),
      'mkdir -p trap /tmp/outside; echo secret > /tmp/outside/file; cd trap; ln -s /tmp/outside dir; ln -s /tmp/outside/file link; mkfifo pipe; ln -s /proc/1 one',
    );
    const paths = ['trap/dir/file', 'trap/link', 'trap/pipe', 'trap/one/environ'];
    for (const path of paths)
      await expect(session().readFile(path, { maxBytes: 100 })).rejects.toMatchObject({
        code: 'file.not-found',
      });
    for (const path of ['trap/dir/file', 'trap/link'])
      await session()
        .writeFiles([{ path, content: Buffer.from('changed') }])
        .catch(() => {});
    await session()
      .deleteFiles(['trap/dir/file'])
      .catch(() => {});
    expect((await speak(session(), 'cat /tmp/outside/file')).stdout).toBe('secret\n');
    const listed = (await session().listFiles()).entries.map(({ path }) => path);
    expect(listed.filter((path) => /^trap\/(dir|pipe|one)/.test(path))).toEqual([]);
  });
}

function describeUnusableFiles({ session }: Shared): void {
  test('that are missing or too large are told apart', async () => {
    await speak(session(), 'head -c 2000 /dev/zero > large; truncate -s 900M sparse; mkdir folder');
    for (const path of ['missing', 'folder'])
      await expect(session().readFile(path, { maxBytes: 1_000 })).rejects.toMatchObject({
        code: 'file.not-found',
      });
    for (const path of ['large', 'sparse'])
      await expect(session().readFile(path, { maxBytes: 1_000 })).rejects.toMatchObject({
        code: 'file.too-large',
      });
    await speak(session(), 'rm sparse');
  });

  test('in a folder that is closed to everybody are known to be there', async () => {
    await speak(session(), 'mkdir closed; echo inside > closed/file; chmod 000 closed');
    const reading = (path: string) => session().readFile(path, { maxBytes: 100 });
    await expect(reading('closed/file')).rejects.toMatchObject({ details: { isThere: true } });
    for (const path of ['missing', 'folder', 'large/below'])
      await expect(reading(path)).rejects.toMatchObject({ details: { isThere: false } });
    await speak(session(), 'chmod 755 closed; rm -r closed');
  });

  test('that do not fit are told, and the session goes on', async () => {
    await speak(session(), 'mkdir blocked; chmod 500 blocked');
    const blocked = session().writeFiles([{ path: 'blocked/x', content: Buffer.from('x') }]);
    await expect(blocked).rejects.toMatchObject({ code: 'sandbox.failed' });
    await session().writeFiles([{ path: 'fine', content: Buffer.from('x') }]);
  });
}

function describeProcesses({ session }: Shared): void {
  test('have output on both streams, an input, variables, an exit code', async () => {
    const command = 'cat; echo "$NAME"; echo bad >&2; exit 7';
    const spoken = await speak(session(), command, { input: 'given\n', env: { NAME: 'a=b' } });
    expect(spoken).toEqual({ stdout: 'given\na=b\n', stderr: 'bad\n', exitCode: 7, signal: null });
  });

  test('pass megabytes both ways unchanged', async () => {
    const input = 'sandsmith'.repeat(500_000);
    const { stdout } = await speak(session(), 'cat', { input });
    expect(stdout.length).toBe(input.length);
    expect(stdout === input).toBe(true);
  });

  test('are killed with their whole group', async () => {
    const process = await session().start({ command: ['bash', '-c', 'sleep 61 & echo up; sleep 62'] });
    const screen = watch(process.output);
    await screen.shows(/up/);
    process.kill('SIGTERM');
    expect(await process.exited).toEqual({ exitCode: null, signal: 'SIGTERM' });
    const left =
      'for p in /proc/[0-9]*; do tr "\\0" " " < $p/cmdline 2>/dev/null | grep -E "^sleep 6[12]"; done; true';
    expect((await speak(session(), left)).stdout).toBe('');
  });

  test('that are not there end like in a shell or are refused', async () => {
    const outcome = await session()
      .start({ command: ['no-such-program'] })
      .then(
        async (process) => (await process.exited).exitCode,
        (error: { code: string }) => error.code,
      );
    expect([127, 'request.invalid']).toContain(outcome);
    await expect(session().start({ command: ['a\0b'] })).rejects.toMatchObject({ code: 'request.invalid' });
    const env = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [`V${index}`, 'x'.repeat(32_000)]),
    );
    await expect(session().start({ command: ['true'], env })).rejects.toMatchObject({
      code: 'request.too-large',
    });
  });
}

function memoryBytes(): number {
  return process.memoryUsage().rss;
}

function describeHungryProcesses({ session }: Shared): void {
  test('whose output nobody takes wait, and cost the server no memory', async () => {
    const process = await session().start({
      command: ['bash', '-c', 'yes flood | head -c 100000000; echo end'],
    });
    globalThis.gc?.();
    const before = memoryBytes();
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(memoryBytes() - before).toBeLessThan(30 * mebibyte);
    let bytes = 0;
    for await (const chunk of process.output) bytes += chunk.bytes.length;
    expect(bytes).toBe(100_000_004);
    expect((await process.exited).exitCode).toBe(0);
    expect(memoryBytes() - before).toBeLessThan(100 * mebibyte);
  });

  test('are killed for memory without the session', async () => {
    const { exitCode, signal } = await speak(
      session(),
      "exec perl -e 'my @a; push @a, q(x) x 10_000_000 while 1'",
    );
    expect({ exitCode, signal }).toEqual({ exitCode: null, signal: 'SIGKILL' });
    expect((await speak(session(), 'echo on')).stdout).toBe('on\n');
  });
}

function describeTerminal({ session }: Shared): void {
  test('is a real one: its size, a change of it, Ctrl-C, and the end of the shell', async () => {
    const terminal = await session().start({
      command: ['bash', '--norc'],
      terminal: { columns: 91, rows: 31 },
      env: { PS1: '$ ' },
    });
    const screen = watch(terminal.output);
    await screen.shows(/\$ $/);
    terminal.write(Buffer.from('stty size; tty; echo "[$TERM]"\r'));
    await screen.shows(/31 91\r\n\/dev\/pts\/\d+\r\n\[xterm-256color\]/);
    terminal.resize({ columns: 132, rows: 43 });
    terminal.write(Buffer.from('stty size\r'));
    await screen.shows(/43 132/);
    terminal.write(Buffer.from(`bash -c 'echo rea""dy; exec sleep 60'; echo "never"\r`));
    await screen.shows(/ready/);
    terminal.write(Buffer.from('\x03'));
    terminal.write(Buffer.from('echo st"ill" here\r'));
    await screen.shows(/still here/);
    expect(screen.text()).not.toMatch(/[\r\n]never/);
    terminal.write(Buffer.from('exit 3\r'));
    expect(await terminal.exited).toEqual({ exitCode: 3, signal: null });
  });
}

function describeLifecycle(harness: SandboxHarness): void {
  test('closing ends everything, and everything rejects from then on', async () => {
    const session = await openSession(harness);
    const process = await session.start({ command: ['sleep', '60'] });
    await session.close();
    expect(await session.ended).toBe('closed');
    expect(await process.exited).toEqual({ exitCode: null, signal: null });
    process.kill('SIGTERM');
    const ended = { code: 'session.ended' };
    await expect(session.start({ command: ['true'] })).rejects.toMatchObject(ended);
    await expect(session.listFiles()).rejects.toMatchObject(ended);
    await expect(session.writeFiles([])).rejects.toMatchObject(ended);
    await expect(session.dial(80, { signal: AbortSignal.timeout(1_000) })).rejects.toMatchObject(ended);
    await session.close();
  });

  test('a language or a file path that cannot be is refused; giving up while it opens leaves nothing', async () => {
    await expect(openSession(harness, { language: 'cobol' })).rejects.toMatchObject({
      code: 'run.language-unknown',
    });
    const files = [textFile('../x', '')];
    await expect(openSession(harness, { files })).rejects.toMatchObject({ code: 'file.path-invalid' });
    const { sandbox } = harness.subject();
    const request: SandboxSessionRequest = {
      sessionId: newId(),
      ownerId: 'owner',
      language: 'bash',
      files: [],
      network: 'none',
    };
    await expect(
      sandbox.openSession(request, { signal: AbortSignal.abort(new Error('enough')) }),
    ).rejects.toThrow('enough');
    const controller = new AbortController();
    const opening = sandbox.openSession(request, { signal: controller.signal });
    setTimeout(() => controller.abort(new Error('enough')), 60);
    await opening.then(
      (session) => session.close(),
      (error: Error) => expect(error.message).toBe('enough'),
    );
  });

  test('two sessions share nothing, and files given at the start are there', async () => {
    const files = [textFile('given/a.txt', 'given')];
    await withSession(harness, { files, env: { COLOUR: 'red' } }, async (first) => {
      expect((await speak(first, 'cat given/a.txt; echo "$COLOUR"; touch mine /tmp/mine')).stdout).toBe(
        'givenred\n',
      );
      await withSession(harness, {}, async (second) => {
        expect((await speak(second, 'ls /work /tmp; echo "$COLOUR"')).stdout).toBe('/tmp:\n\n/work:\n\n');
      });
    });
  });
}

/** Long-lived containers of one project. */
export function describeSessions(harness: SandboxHarness): void {
  describe('sessions', () => {
    let current: SandboxSession | undefined;
    const shared: Shared = {
      session() {
        if (!current) throw new Error('the session was not opened');
        return current;
      },
    };
    beforeAll(async () => {
      current = await openSession(harness, { limits: { memoryBytes: 256 * mebibyte } });
    });
    afterAll(() => current?.close());
    describe('files', () => describeFiles(shared));
    describe('files that are not what they seem', () => {
      describeHostileFiles(shared);
      describeUnusableFiles(shared);
    });
    describe('processes', () => {
      describeProcesses(shared);
      describeHungryProcesses(shared);
    });
    describe('a terminal', () => describeTerminal(shared));
    describe('lifecycle', () => describeLifecycle(harness));
    describeSessionPorts(harness);
  });
}
