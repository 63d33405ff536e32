import { chmod, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newId } from '@sandsmith/foundation/ids';
import { silentLogger } from '@sandsmith/foundation/logger';
import { createDatabase, type Database } from '../database.ts';
import { createEmbeddedPostgres } from '../embedded/embedded-postgres.ts';
import { migrate } from '../migrate.ts';
import { createBuildLog } from './build-log.ts';
import { createBuildRepository } from './builds.ts';
import { createProjectRepository } from './projects.ts';
import { createUserRepository } from './users.ts';

let folder: string;
let database: Database;
let embedded: ReturnType<typeof createEmbeddedPostgres>;
let projectId: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'sandsmith-build-log-'));
  await chmod(folder, 0o711);
  embedded = createEmbeddedPostgres({ directory: path.join(folder, 'postgres'), logger: silentLogger });
  const { url } = await embedded.start();
  await migrate({ url, logger: silentLogger });
  database = createDatabase({ url });
  const users = createUserRepository(database.prisma);
  const user = { email: 'a@b.org', displayName: 'A', passwordHash: 'x', role: 'member' as const };
  const owner = await users.create(user);
  const project = await createProjectRepository(database.prisma).create({ ownerId: owner.id, name: 'P' });
  projectId = project.id;
});

afterAll(async () => {
  await database?.close();
  await embedded?.close();
  await rm(folder, { recursive: true, force: true });
});

async function createBuild(spec = 'Count the rows') {
  const builds = createBuildRepository(database.prisma);
  const build = { id: newId(), projectId, spec, documentIds: [], provider: 'builtin', model: 'm' };
  return builds.create({ ...build, approval: 'manual' });
}

const working = ['planning', 'running'] as const;

test('many writers at once leave no hole and no double in the numbers', async () => {
  const log = createBuildLog(database.prisma);
  const { id } = await createBuild();
  const appends = Array.from({ length: 60 }, (_, index) =>
    index % 3 === 0
      ? log.record({
          buildId: id,
          from: working,
          events: [1, 2].map((part) => ({ type: 'plan.delta', payload: { text: `${index}.${part}` } })),
        })
      : log.append({ buildId: id, from: working }, { type: 'plan.delta', payload: { text: `${index}` } }),
  );
  await Promise.all(appends);
  const events = await log.list(id, { after: 0, limit: 1_000 });
  expect(events.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 81 }, (_, index) => index + 1));
  expect((await createBuildRepository(database.prisma).findById(id))?.lastSequence).toBe(81);
});

test('what was recorded once is not recorded again, not even by two at the same time', async () => {
  const log = createBuildLog(database.prisma);
  const { id } = await createBuild();
  const record = () =>
    log.record({
      buildId: id,
      from: working,
      once: 'model/1',
      build: { usage: { inputTokens: 10, outputTokens: 5, costUsd: 0.25 } },
      events: (build) => [{ type: 'plan.delta', payload: { text: `${build.usage.inputTokens}` } }],
    });
  const results = await Promise.all([record(), record(), record()]);
  const outcomes = results.map(({ outcome }) => outcome).sort();
  expect(outcomes).toEqual(['recorded', 'repeated', 'repeated']);
  const build = await createBuildRepository(database.prisma).findById(id);
  expect(build).toMatchObject({
    lastSequence: 2,
    usage: { inputTokens: 10, outputTokens: 5, costUsd: 0.25 },
  });
  expect((await log.list(id, { after: 1, limit: 9 }))[0]).toMatchObject({ text: '10', sequence: 2 });
});

test('a change happens in the states it is for, and once', async () => {
  const log = createBuildLog(database.prisma);
  const { id } = await createBuild();
  const cancel = () =>
    log.record({
      buildId: id,
      from: working,
      build: { status: 'cancelled', finishedAt: new Date() },
      steps: [{ stepId: 'write', status: 'cancelled' }],
      events: [{ type: 'build.cancelled', payload: { reason: 'asked' } }],
    });
  const outcomes = (await Promise.all([cancel(), cancel()])).map(({ outcome }) => outcome).sort();
  expect(outcomes).toEqual(['recorded', 'refused']);
  const late = { type: 'plan.delta', payload: { text: 'late' } } as const;
  expect(await log.append({ buildId: id, from: working }, late)).toBeUndefined();
  expect(await log.append({ buildId: id, from: ['cancelled'], round: 3 }, late)).toBeUndefined();
  const whole = await createBuildRepository(database.prisma).findWhole(id);
  expect(whole).toMatchObject({
    build: { status: 'cancelled', lastSequence: 2 },
    steps: [{ stepId: 'write', status: 'cancelled' }],
  });
});

test('text that Postgres cannot hold is stored with replacement characters', async () => {
  const log = createBuildLog(database.prisma);
  const { id, spec } = await createBuild('a\0b');
  expect(spec).toBe('a\uFFFDb');
  await log.append({ buildId: id, from: working }, { type: 'stdout.delta', payload: { text: 'x\0\uD800y' } });
  expect((await log.list(id, { after: 1, limit: 1 }))[0]).toMatchObject({ text: 'x\uFFFD\uFFFDy' });
  const finished = await log.record({
    ...{ buildId: id, from: working, build: { summary: 'answer\0\uD800' } },
    events: [{ type: 'build.succeeded', payload: { summary: 'answer\0' } }],
  });
  expect(finished).toMatchObject({ build: { summary: 'answer\uFFFD\uFFFD' } });
});
