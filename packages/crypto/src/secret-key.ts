import { hkdfSync, randomBytes } from 'node:crypto';
import { chmod, link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { SandsmithError } from '@sandsmith/foundation/errors';
import { sealingKeyBytes } from './sealing.ts';

const ownerOnly = 0o600;

/** Reads 32 bytes in base64 or base64url; undefined where the text is anything else. */
export function parseSecretKey(text: string): Buffer | undefined {
  const trimmed = text.trim();
  if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(trimmed)) return undefined;
  const key = Buffer.from(trimmed, 'base64');
  return key.length === sealingKeyBytes ? key : undefined;
}

/**
 * The installation's secret: the one of `file`, which is made (readable by its owner alone) when missing.
 * Two servers starting at once on the same folder end up with the same key.
 */
export async function loadSecretKey({ file }: { file: string }): Promise<Buffer> {
  const stored = await readStoredKey(file);
  if (stored) return stored;
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  await writeFile(draft, `${randomBytes(sealingKeyBytes).toString('base64')}\n`, {
    mode: ownerOnly,
    flag: 'wx',
  });
  try {
    await chmod(draft, ownerOnly);
    await link(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(draft, { force: true });
  }
  const made = await readStoredKey(file);
  if (!made) throw new Error(`the secret key ${file} vanished while it was made`);
  return made;
}

async function readStoredKey(file: string): Promise<Buffer | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const key = parseSecretKey(text);
  if (!key)
    throw new SandsmithError({
      code: 'config.secret-key-invalid',
      message: `The file ${file} does not hold 32 bytes in base64. Put the original key back; without it, stored provider keys cannot be opened.`,
    });
  return key;
}

/** A key for one purpose, derived (HKDF-SHA-256) so that no two uses share a key. */
export function deriveKey(secret: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), `sandsmith/${purpose}`, sealingKeyBytes));
}
