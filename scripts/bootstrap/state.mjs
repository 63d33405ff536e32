import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fromRoot, rootDirectory } from './paths.mjs';

// Beside what it speaks of: removing node_modules also forgets what was installed and built.
const stateFile = fromRoot('node_modules', '.sandsmith-bootstrap.json');

function readState() {
  try {
    return JSON.parse(readFileSync(stateFile, 'utf8'));
  } catch {
    return {};
  }
}

/** True where `key` was last finished with this fingerprint. */
export const isFresh = (key, fingerprint) => readState()[key] === fingerprint;

export function remember(key, fingerprint) {
  mkdirSync(dirname(stateFile), { recursive: true });
  writeFileSync(`${stateFile}.tmp`, `${JSON.stringify({ ...readState(), [key]: fingerprint }, null, 2)}\n`);
  renameSync(`${stateFile}.tmp`, stateFile);
}

const skipped = new Set(['node_modules', 'dist', 'generated', '.git', '.sandsmith']);

function* filesBelow(path) {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) return;
  if (stats.isFile()) {
    yield path;
    return;
  }
  for (const name of readdirSync(path).sort()) if (!skipped.has(name)) yield* filesBelow(join(path, name));
}

/** SHA-256 over the names and contents of files and folders, given relative to the checkout. */
export function fingerprintOf(...paths) {
  const hash = createHash('sha256');
  for (const path of paths)
    for (const file of filesBelow(fromRoot(path))) {
      hash.update(`${relative(rootDirectory, file)}\0`);
      hash.update(readFileSync(file));
    }
  return hash.digest('hex');
}
