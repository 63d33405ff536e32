import { chmod, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '@sandsmith/foundation/ids';
import { silentLogger } from '@sandsmith/foundation/logger';
import pg from 'pg';
import { createDatabase, type Database } from './database.ts';
import { createEmbeddedPostgres } from './embedded/embedded-postgres.ts';
import { migrate } from './migrate.ts';
import { createAuthSessionRepository } from './repositories/auth-sessions.ts';
import { createInstanceSettingRepository } from './repositories/instance-settings.ts';
import { createProjectRepository } from './repositories/projects.ts';
import { createUserRepository } from './repositories/users.ts';
import { schemaDifference } from './schema-difference.ts';

let folder: string;
let url: string;
let database: Database;
let embedded: ReturnType<typeof createEmbeddedPostgres>;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'sandsmith-database-'));
  await chmod(folder, 0o711);
  embedded = createEmbeddedPostgres({ directory: path.join(folder, 'postgres'), logger: silentLogger });
  ({ url } = await embedded.start());
  // Several servers starting at once.
  const results = await Promise.all([1, 2, 3].map(() => migrate({ url, logger: silentLogger })));
  expect(results.filter(({ applied }) => applied.length > 0)).toHaveLength(1);
  database = createDatabase({ url });
  await database.start();
});

afterAll(async () => {
  await database?.close();
  await embedded?.close();
  await rm(folder, { recursive: true, force: true });
});

async function createUser(email = `${newId()}@example.org`) {
  const users = createUserRepository(database.prisma);
  return users.create({ email, displayName: 'Ada', passwordHash: 'hash', role: 'member' });
}

describe('migrations', () => {
  test('equal the schema', async () => {
    expect(await schemaDifference({ url })).toBe('');
  });

  test('the difference shows a table that the schema does not know', async () => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      await client.query('CREATE TABLE stray (id integer PRIMARY KEY)');
      expect(await schemaDifference({ url })).toContain('DROP TABLE "stray"');
    } finally {
      await client.query('DROP TABLE IF EXISTS stray');
      await client.end();
    }
  });

  test.each([
    ['edited', `UPDATE _prisma_migrations SET checksum = 'x'`, /was changed after/],
    ['failed', 'UPDATE _prisma_migrations SET finished_at = NULL', /failed half-way/],
    ['newer', `UPDATE _prisma_migrations SET migration_name = '29990101000000_later'`, /newer one/],
  ])('refuses a database that is %s', async (_name, spoil, message) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      await client.query('CREATE TABLE kept AS SELECT * FROM _prisma_migrations');
      await client.query(spoil);
      await expect(migrate({ url, logger: silentLogger })).rejects.toMatchObject({
        code: 'database.unavailable',
        message: expect.stringMatching(message),
      });
    } finally {
      await client.query('DELETE FROM _prisma_migrations');
      await client.query('INSERT INTO _prisma_migrations SELECT * FROM kept');
      await client.query('DROP TABLE kept');
      await client.end();
    }
    expect(await migrate({ url, logger: silentLogger })).toEqual({ applied: [] });
  });
});

describe('users and sessions', () => {
  test('an email is one person, whatever its case', async () => {
    const user = await createUser('Grace@Example.org');
    await expect(createUser('grace@example.ORG')).rejects.toMatchObject({ code: 'auth.email-taken' });
    const users = createUserRepository(database.prisma);
    expect((await users.findByEmail('GRACE@example.org'))?.id).toBe(user.id);
  });

  test('of many simultaneous rotations of a refresh token one wins', async () => {
    const sessions = createAuthSessionRepository(database.prisma);
    const later = new Date(Date.now() + 60_000);
    const user = await createUser();
    const tokenHash = newId();
    await sessions.create({
      userId: user.id,
      expiresAt: later,
      refreshToken: { tokenHash, expiresAt: later },
    });
    const rotate = (next: string) =>
      sessions.rotate({ tokenHash, next: { tokenHash: next, expiresAt: later }, now: new Date() });
    const results = await Promise.all(Array.from({ length: 8 }, () => rotate(newId())));
    const outcomes = results.map(({ outcome }) => outcome).sort();
    expect(outcomes).toEqual(['rotated', ...Array.from({ length: 7 }, () => 'used')]);
    expect(await rotate(newId())).toMatchObject({ outcome: 'used', usedAt: expect.any(Date) });
  });

  test('tells an expired, a revoked and an unknown token apart', async () => {
    const sessions = createAuthSessionRepository(database.prisma);
    const later = new Date(Date.now() + 60_000);
    const user = await createUser();
    const [expired, revoked] = [newId(), newId()];
    const past = new Date(Date.now() - 1_000);
    await sessions.create({
      userId: user.id,
      expiresAt: later,
      refreshToken: { tokenHash: expired, expiresAt: past },
    });
    const { id } = await sessions.create({
      userId: user.id,
      expiresAt: later,
      refreshToken: { tokenHash: revoked, expiresAt: later },
    });
    expect(await sessions.revoke(id, 'signed out')).toBe(true);
    expect(await sessions.revoke(id, 'signed out')).toBe(false);
    const outcomeOf = async (tokenHash: string) => {
      const next = { tokenHash: newId(), expiresAt: later };
      return (await sessions.rotate({ tokenHash, next, now: new Date() })).outcome;
    };
    expect(await outcomeOf(expired)).toBe('expired');
    expect(await outcomeOf(revoked)).toBe('revoked');
    expect(await outcomeOf(newId())).toBe('unknown');
  });
});

describe('the database', () => {
  test('of several servers the first decides a setting', async () => {
    const settings = createInstanceSettingRepository(database.prisma);
    const key = newId();
    const values = await Promise.all([1, 2, 3, 4].map((value) => settings.setIfAbsent(key, { value })));
    expect(new Set(values.map((value) => JSON.stringify(value))).size).toBe(1);
  });

  test('times survive a server whose time zone is not UTC', async () => {
    const user = await createUser();
    const projects = createProjectRepository(database.prisma);
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query(`ALTER DATABASE sandsmith SET timezone = 'America/New_York'`);
    const second = createDatabase({ url });
    try {
      const { id, createdAt } = await projects.create({ ownerId: user.id, name: 'Weather' });
      expect((await createProjectRepository(second.prisma).findById(id))?.createdAt).toBe(createdAt);
    } finally {
      await client.query('ALTER DATABASE sandsmith RESET timezone');
      await client.end();
      await second.close();
    }
  });

  test('a database that is away is told as such, and can be tried again', async () => {
    const away = createDatabase({ url: url.replace(/:\d+\//, ':1/') });
    await expect(away.start()).rejects.toMatchObject({ code: 'database.unavailable', isRetryable: true });
    await away.close();
  });
});
