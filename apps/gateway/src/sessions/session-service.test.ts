import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Principal } from '@sandsmith/auth/principal';
import type { Language } from '@sandsmith/contracts/domain/run';
import { delay } from '@sandsmith/foundation/delay';
import { SandsmithError } from '@sandsmith/foundation/errors';
import { newId } from '@sandsmith/foundation/ids';
import { silentLogger } from '@sandsmith/foundation/logger';
import type { SandboxSessionRequest } from '@sandsmith/sandbox/sandbox-port';
import { createDiskWorkspace } from '@sandsmith/workspace/disk/disk-workspace';
import { type ObservedWorkspace, observeWorkspace } from '../projects/observed-workspace.ts';
import { createMemorySession, type MemorySession } from './memory-session.fixture.ts';
import type { SessionEventInput } from './session-events.ts';
import { createSessionService, type SessionService, type SessionServiceOptions } from './session-service.ts';

const ada: Principal = { userId: newId(), role: 'member', sessionId: newId() };
const bob: Principal = { userId: newId(), role: 'member', sessionId: newId() };
const projects = { ada: newId(), adaToo: newId(), bob: newId() };
const languages = [
  { id: 'python', extensions: ['.py'] },
  { id: 'javascript', extensions: ['.js'] },
] as Language[];

let root: string;
let files: ObservedWorkspace;
let service: SessionService;
let opened: { request: SandboxSessionRequest; session: MemorySession }[];
let openSession: (request: SandboxSessionRequest) => Promise<MemorySession>;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'sandsmith-sessions-'));
  files = observeWorkspace(createDiskWorkspace({ root }));
  opened = [];
  openSession = async (request) => {
    const session = createMemorySession(request.sessionId);
    for (const file of request.files) if ('content' in file) session.put(file.path, String(file.content));
    opened.push({ request, session });
    return session;
  };
  service = make({});
});
afterEach(async () => {
  await service.close();
  await rm(root, { recursive: true, force: true });
});

function make(change: Partial<SessionServiceOptions>): SessionService {
  return createSessionService({
    access: {
      async project({ userId }, id) {
        const own = userId === ada.userId ? [projects.ada, projects.adaToo] : [projects.bob];
        if (own.includes(id as never)) return { id } as never;
        throw new SandsmithError({ code: 'project.not-found', message: 'no' });
      },
    },
    sandbox: {
      languages: async () => languages,
      unavailableReason: async () => undefined,
      openSession: (request) => openSession(request),
    },
    documents: {
      listByProject: async () =>
        [{ id: '1', name: 'n.csv', status: 'ready', storedPath: 'uploads/1' }] as never,
    },
    ...{
      files,
      dataDirectory: '/data',
      isInternetAllowed: false,
      limitsFor: async () => undefined,
      keepCheckpoint: async () => {},
    },
    ...{
      idleTimeoutMs: 60_000,
      maxLifetimeMs: 60_000,
      perUser: 2,
      total: 9,
      environment: {},
      logger: silentLogger,
    },
    ...change,
  });
}

async function until(isTrue: () => boolean): Promise<void> {
  for (let tries = 0; tries < 200 && !isTrue(); tries += 1) await delay(10);
  expect(isTrue()).toBe(true);
}

describe('opening', () => {
  test('gives a ready session with the files, the documents and the language of most files', async () => {
    await files.workspace.write(projects.ada, 'a.js', Buffer.from('a'));
    await files.workspace.write(projects.ada, 'output/old.png', Buffer.from('x'));
    const { session, isNew } = await service.open(ada, projects.ada, {});
    expect(isNew).toBe(true);
    expect(session.view()).toMatchObject({ status: 'ready', language: 'javascript', network: 'packages' });
    expect(opened[0]?.request).toMatchObject({
      ...{ sessionId: session.id, ownerId: ada.userId, dependencies: { key: projects.ada, access: 'write' } },
      files: [
        { path: 'a.js', content: Buffer.from('a') },
        { path: 'output/old.png', content: Buffer.from('x') },
        { path: 'data/n.csv', hostPath: '/data/uploads/1', readOnly: true },
      ],
    });
  });

  test('twice, also at the same time, gives the same one; another kind is refused', async () => {
    const [first, second] = await Promise.all([
      service.open(ada, projects.ada, {}),
      service.open(ada, projects.ada, {}),
    ]);
    expect(second.session).toBe(first.session);
    expect([first.isNew, second.isNew].sort()).toEqual([false, true]);
    expect(opened).toHaveLength(1);
    for (const wanted of [{ language: 'javascript' }, { network: 'none' as const }])
      await expect(service.open(ada, projects.ada, wanted)).rejects.toMatchObject({
        code: 'session.differs',
      });
    const fitting = { language: 'python', network: 'packages' as const };
    expect(await service.open(ada, projects.ada, fitting)).toMatchObject({ isNew: false });
  });

  test('that takes long is told as starting', async () => {
    const works = openSession;
    const slow = Promise.withResolvers<void>();
    openSession = async (request) => {
      request.onProgress?.('Building the image');
      await slow.promise;
      return works(request);
    };
    const { session } = await service.open(ada, projects.ada, {});
    expect(session.view()).toMatchObject({ status: 'starting', message: 'Building the image' });
    expect(() => session.sandbox()).toThrow(expect.objectContaining({ code: 'session.starting' }));
    slow.resolve();
    await session.ready;
    expect(session.view()).toMatchObject({ status: 'ready', message: undefined });
  });
});

describe('opening in vain', () => {
  test('is refused for what is another’s, unknown, not allowed or too much', async () => {
    const refusals: [Promise<unknown>, string][] = [
      [service.open(bob, projects.ada, {}), 'project.not-found'],
      [service.open(ada, projects.ada, { language: 'cobol' }), 'run.language-unknown'],
      [service.open(ada, projects.ada, { network: 'internet' }), 'run.network-forbidden'],
    ];
    for (const [refused, code] of refusals) await expect(refused).rejects.toMatchObject({ code });
    await service.close();
    service = make({ perUser: 1 });
    await service.open(ada, projects.ada, {});
    await expect(service.open(ada, projects.adaToo, {})).rejects.toMatchObject({
      ...{ code: 'session.limit-reached', details: { retryAfterSeconds: expect.any(Number) } },
    });
    await service.open(bob, projects.bob, {});
  });

  test('that fails at once tells why and leaves nothing', async () => {
    const failure = new SandsmithError({ code: 'sandbox.failed', message: 'no container' });
    openSession = async () => {
      throw failure;
    };
    await expect(service.open(ada, projects.ada, {})).rejects.toBe(failure);
    expect(await service.list(ada, projects.ada)).toEqual([]);
  });

  test('is refused where all users together have as many as the server may', async () => {
    service = make({ total: 1 });
    await service.open(ada, projects.ada, {});
    await expect(service.open(bob, projects.bob, {})).rejects.toMatchObject({
      ...{ code: 'session.limit-reached', message: expect.stringContaining('SESSIONS_TOTAL') },
    });
  });
});

describe('what is another’s', () => {
  test('is answered like what does not exist', async () => {
    const { session } = await service.open(ada, projects.ada, {});
    const terminal = await session.terminals.open(session.sandbox(), { columns: 80, rows: 24 });
    for (const id of [session.id, newId()])
      expect(() => service.get(bob, id)).toThrow(expect.objectContaining({ code: 'session.not-found' }));
    for (const id of [terminal.id, newId()])
      expect(() => service.terminal(bob, id)).toThrow(
        expect.objectContaining({ code: 'terminal.not-found' }),
      );
    expect(service.terminal(ada, terminal.id)).toEqual({ session, terminal });
  });
});

describe('while it lives', () => {
  test('changes of the project reach it, its own reach the project, and are told', async () => {
    const { session } = await service.open(ada, projects.ada, {});
    const events: SessionEventInput[] = [];
    session.subscribe((event) => events.push(event));
    const inside = opened[0]?.session as MemorySession;
    await files.workspace.write(projects.ada, 'new.py', Buffer.from('new'));
    await until(() => inside.files.has('new.py'));
    const process = await session.processes.start(session.sandbox(), { command: 'make' });
    inside.put('made.txt', 'made');
    inside.processes[0]?.print('working\n');
    inside.processes[0]?.exit(0);
    await until(() => events.some(({ type }) => type === 'files.changed'));
    expect(events).toContainEqual({ type: 'files.changed', paths: ['made.txt'], removed: [] });
    expect(events).toContainEqual({ type: 'process.output', processId: process.id, text: 'working\n' });
    expect(events).toContainEqual({
      type: 'process.exited',
      process: expect.objectContaining({ id: process.id, status: 'exited', exitCode: 0 }),
    });
    expect((await files.workspace.read(projects.ada, 'made.txt')).content.toString()).toBe('made');
    expect(session.processes.get(process.id).view()).toMatchObject({
      output: 'working\n',
      isTruncated: false,
    });
  });

  test('has eight terminals at most, and says which ports are listened on', async () => {
    const { session } = await service.open(ada, projects.ada, {});
    const size = { columns: 80, rows: 24 };
    for (let count = 0; count < 8; count += 1) await session.terminals.open(session.sandbox(), size);
    await expect(session.terminals.open(session.sandbox(), size)).rejects.toMatchObject({
      code: 'terminal.limit-reached',
    });
    opened[0]?.session.processes[0]?.exit(0);
    await until(() => session.view().terminals.some(({ status }) => status === 'exited'));
    await session.terminals.open(session.sandbox(), size);
    opened[0]?.session.listen(8_000, { realPort: 1 });
    expect(session.view().ports).toEqual([{ port: 8_000 }]);
  });
});

describe('the end by time', () => {
  test('comes when nothing was asked of it for a while, not before', async () => {
    await service.close();
    service = make({ idleTimeoutMs: 200 });
    const { session } = await service.open(ada, projects.ada, {});
    for (let count = 0; count < 8; count += 1) {
      await delay(50);
      session.touch();
    }
    expect(session.view().status).toBe('ready');
    await session.ended;
    expect(session.view()).toMatchObject({ status: 'ended', message: 'It was not used for a while.' });
  });

  test('comes after its time, used or not; it can be read a while longer, with the reason', async () => {
    await service.close();
    service = make({ maxLifetimeMs: 150, keepEndedMs: 100 });
    const { session } = await service.open(ada, projects.ada, {});
    const timer = setInterval(() => session.touch(), 20);
    await session.ended;
    clearInterval(timer);
    expect(service.get(ada, session.id).view()).toMatchObject({
      status: 'ended',
      message: 'Its time was over.',
    });
    expect(() => session.sandbox()).toThrow(expect.objectContaining({ code: 'session.ended' }));
    await delay(200);
    expect(() => service.get(ada, session.id)).toThrow(
      expect.objectContaining({ code: 'session.not-found' }),
    );
  });
});

describe('the end', () => {
  test('takes over what was written last, and another one can be opened', async () => {
    const { session } = await service.open(ada, projects.ada, {});
    opened[0]?.session.put('last.txt', 'last');
    await session.end('enough');
    expect((await files.workspace.read(projects.ada, 'last.txt')).content.toString()).toBe('last');
    expect((await service.open(ada, projects.ada, {})).isNew).toBe(true);
  });

  test('is told where the container ended, and comes with the project', async () => {
    const { session } = await service.open(ada, projects.ada, {});
    opened[0]?.session.die('out-of-memory');
    await session.ended;
    expect(session.view().message).toMatch(/more memory/);
    const next = await service.open(ada, projects.ada, {});
    await service.endProject(projects.ada);
    expect(next.session.view().status).toBe('ended');
    expect(service.find(next.session.id)).toBeUndefined();
  });

  test('of a session that is still being opened closes the container that comes after all', async () => {
    const slow = Promise.withResolvers<void>();
    const works = openSession;
    openSession = async (request) => {
      await slow.promise;
      return works(request);
    };
    const { session } = await service.open(ada, projects.ada, {});
    await session.end('changed my mind');
    slow.resolve();
    await expect(session.ready).rejects.toMatchObject({ code: 'session.ended' });
    expect(await opened[0]?.session.ended).toBe('closed');
  });
});
