import { spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { silentLogger } from '@sandsmith/foundation/logger';
import pg from 'pg';
import { createEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres.ts';
import { isRunning } from './process-facts.ts';

let folder: string;
let opened: EmbeddedPostgres[];

beforeEach(async () => {
  opened = [];
  folder = await mkdtemp(path.join(os.tmpdir(), 'sandsmith-embedded-'));
  await chmod(folder, 0o711);
});

afterEach(async () => {
  for (const server of opened) await server.close();
  await rm(folder, { recursive: true, force: true });
});

function open(directory = path.join(folder, 'postgres')): EmbeddedPostgres {
  const server = createEmbeddedPostgres({ directory, logger: silentLogger });
  opened.push(server);
  return server;
}

async function query(url: string, text: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query({ text, rowMode: 'array' })).rows[0]?.[0];
  } finally {
    await client.end();
  }
}

const serverPid = async () =>
  Number((await readFile(path.join(folder, 'postgres/cluster/postmaster.pid'), 'utf8')).split('\n')[0]);

test('holds UTF-8, keeps what is stored, comes back at the same address and leaves no process', async () => {
  const first = open();
  const { url } = await first.start();
  expect(await query(url, `SELECT current_setting('server_encoding')`)).toBe('UTF8');
  expect(await query(url, `SELECT upper('žluť')`)).toBe('ŽLUŤ');
  await query(url, 'CREATE TABLE kept AS SELECT 1 AS one');
  const pid = await serverPid();
  await first.close();
  expect(await isRunning(pid)).toBe(false);
  const second = open();
  expect(await second.start()).toEqual({ url });
  expect(await query(url, 'SELECT one FROM kept')).toBe(1);
});

test('is reachable on this machine alone, with a password that nobody else can read', async () => {
  const { url } = await open().start();
  expect(await query(url, 'SHOW listen_addresses')).toBe('127.0.0.1');
  await expect(query(url.replace(/:[0-9a-f]+@/, ':wrong@'), 'SELECT 1')).rejects.toMatchObject({
    code: '28P01',
  });
  const { mode } = await stat(path.join(folder, 'postgres/password'));
  expect(mode & 0o777).toBe(0o600);
});

test('a server that outlived its killed process is taken over, with what was committed', async () => {
  const script = `
    const { createEmbeddedPostgres } = await import(${JSON.stringify(path.join(import.meta.dirname, 'embedded-postgres.ts'))});
    const { silentLogger } = await import('@sandsmith/foundation/logger');
    await createEmbeddedPostgres({ directory: ${JSON.stringify(path.join(folder, 'postgres'))}, logger: silentLogger }).start();
    console.log('started');
    setInterval(() => {}, 1000);`;
  const child = spawn('node', ['--no-warnings', '--input-type=module', '-e', script], {
    cwd: import.meta.dirname,
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  const pid = await serverPid();
  // While its process lives, nobody else may have it.
  await expect(open().start()).rejects.toMatchObject({
    code: 'database.unavailable',
    message: expect.stringContaining(`process ${child.pid}`),
  });
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
  expect(await isRunning(pid)).toBe(true);
  const server = open();
  const { url } = await server.start();
  expect(await serverPid()).toBe(pid);
  expect(await query(url, 'SELECT 1')).toBe(1);
  await server.close();
  expect(await isRunning(pid)).toBe(false);
});

test('a pid file of a process that is no Postgres does not stop the start', async () => {
  const first = open();
  await first.start();
  await first.close();
  const pidFile = path.join(folder, 'postgres/cluster/postmaster.pid');
  await writeFile(pidFile, `${process.pid}\n${folder}\n0\n5432\n\n\n\nready\n`);
  const { url } = await open().start();
  expect(await query(url, 'SELECT 1')).toBe(1);
});

test('damaged files are told, with where they are and what to do', async () => {
  const first = open();
  await first.start();
  await first.close();
  await rm(path.join(folder, 'postgres/cluster/global/pg_control'));
  await expect(open().start()).rejects.toMatchObject({
    code: 'database.unavailable',
    message: expect.stringMatching(/did not start\. Restore the folder.*pg_control/s),
  });
});

test('files of another version are told as such', async () => {
  const first = open();
  await first.start();
  await first.close();
  await writeFile(path.join(folder, 'postgres/cluster/PG_VERSION'), '12\n');
  await expect(open().start()).rejects.toMatchObject({
    message: expect.stringContaining('another version of Postgres'),
  });
});

test('a start that was cut short in the middle of making the database is done anew', async () => {
  const partial = path.join(folder, 'postgres/cluster.partial');
  await mkdir(path.join(partial, 'data'), { recursive: true });
  const { url } = await open().start();
  expect(await query(url, 'SELECT 1')).toBe(1);
  await expect(stat(partial)).rejects.toMatchObject({ code: 'ENOENT' });
});

const isRoot = process.getuid?.() === 0;

// Only root starts the server as somebody else; for others there is nothing to find out.
if (isRoot)
  test('as root, a folder that the server cannot enter is told and another one used', async () => {
    const closed = path.join(folder, 'closed');
    await mkdir(closed, { mode: 0o700 });
    const told: object[] = [];
    const logger = { ...silentLogger, warn: (fields: object) => told.push(fields) };
    const directory = path.join(closed, 'postgres');
    const server = createEmbeddedPostgres({ directory, logger });
    opened.push(server);
    const { url } = await server.start();
    expect(await query(url, 'SELECT 1')).toBe(1);
    const [used] = told as { wanted: string; directory: string }[];
    expect(used?.wanted).toBe(directory);
    try {
      expect(await readFile(path.join(used?.directory ?? '', 'made-for'), 'utf8')).toBe(`${directory}\n`);
    } finally {
      await server.close();
      if (used) await rm(used.directory, { recursive: true, force: true });
    }
  });
