import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { SandsmithError } from '@sandsmith/foundation/errors';

const headBytes = 64 * 1024;

export interface SaveStreamOptions {
  path: string;
  /** Called once with the first 64 KiB (or all there is, when less); what it throws ends the transfer. */
  onHead: (head: Buffer) => void;
}

/** Writes a stream to a new file and hashes it on the way; the file is on the disk when this resolves. */
export async function saveStream(
  stream: Readable,
  { path, onHead }: SaveStreamOptions,
): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  const head: Buffer[] = [];
  let bytes = 0;
  let isHeadSeen = false;
  const seeHead = () => {
    if (isHeadSeen || bytes === 0) return;
    isHeadSeen = true;
    onHead(Buffer.concat(head).subarray(0, headBytes));
    head.length = 0;
  };
  const file = await open(path, 'wx', 0o600);
  try {
    for await (const piece of stream) {
      const chunk: Buffer = piece;
      hash.update(chunk);
      bytes += chunk.length;
      if (!isHeadSeen) head.push(chunk);
      if (bytes >= headBytes) seeHead();
      await write(file, chunk);
    }
    seeHead();
    await file.sync();
  } finally {
    await file.close();
  }
  return { bytes, sha256: hash.digest('hex') };
}

async function write(file: FileHandle, chunk: Buffer): Promise<void> {
  try {
    await file.writeFile(chunk);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOSPC') throw cause;
    throw new SandsmithError({
      code: 'storage.full',
      message:
        "The server's disk is full. Delete projects or documents that are no longer needed, or add space.",
      cause,
    });
  }
}
