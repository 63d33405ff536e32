// Generates the Prisma client into generated/prisma, and skips the work where schema and version are unchanged.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const packageDirectory = path.resolve(import.meta.dirname, '..');
const outputDirectory = path.join(packageDirectory, 'generated', 'prisma');
const stampFile = path.join(packageDirectory, 'generated', 'schema-hash');
const require = createRequire(import.meta.url);

async function schemaHash() {
  const schema = await readFile(path.join(packageDirectory, 'prisma', 'schema.prisma'));
  const { version } = require('prisma/package.json');
  return createHash('sha256').update(version).update('\0').update(schema).digest('hex');
}

function runPrisma() {
  const arguments_ = [require.resolve('prisma/build/index.js'), 'generate'];
  // Generating needs no engine, but the command looks for one and would download it: any existing file will do.
  const environment = {
    ...process.env,
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    CHECKPOINT_DISABLE: '1',
  };
  return new Promise((resolve, reject) => {
    let output = '';
    const child = spawn(process.execPath, arguments_, { cwd: packageDirectory, env: environment });
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0
        ? resolve()
        : reject(
            new Error(`The database client could not be generated (exit code ${code}).\n${output.trim()}`),
          ),
    );
  });
}

/** Makes the client where it is missing or stale; tells whether it had to. */
export async function generate() {
  const hash = await schemaHash();
  const stamp = await readFile(stampFile, 'utf8').catch(() => '');
  const client = await readFile(path.join(outputDirectory, 'client.ts')).catch(() => undefined);
  if (client && stamp === hash) return { generated: false };
  await rm(stampFile, { force: true });
  await runPrisma();
  await mkdir(path.dirname(stampFile), { recursive: true });
  // Written beside and renamed, so that a crash never leaves a stamp for a half-made client.
  await writeFile(`${stampFile}.${process.pid}`, hash);
  await rename(`${stampFile}.${process.pid}`, stampFile);
  return { generated: true };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { generated } = await generate();
  console.log(generated ? 'Database client generated.' : 'Database client is up to date.');
}
