import { Zip, ZipDeflate } from 'fflate';
import { openRegularFile } from './file-content.ts';

const chunkBytes = 64 * 1024;

export interface ZipSource {
  /** The name inside the archive. */
  path: string;
  absolutePath: string;
  modifiedAt: string;
}

/** A zip of the files, made while it is read: at most a few chunks are held at a time. */
export async function* zipFiles(sources: ZipSource[]): AsyncGenerator<Uint8Array> {
  const ready: Uint8Array[] = [];
  const failures: Error[] = [];
  const zip = new Zip((error, data) => {
    if (error) failures.push(error);
    else ready.push(data);
  });
  const drain = function* (): Generator<Uint8Array> {
    if (failures[0]) throw failures[0];
    yield* ready.splice(0).filter((chunk) => chunk.length > 0);
  };
  for (const source of sources) {
    const handle = await openRegularFile(source.absolutePath, source.path);
    try {
      const entry = new ZipDeflate(source.path, { level: 6 });
      entry.mtime = zipTime(source.modifiedAt);
      zip.add(entry);
      for (;;) {
        const { bytesRead, buffer } = await handle.read(Buffer.alloc(chunkBytes), 0, chunkBytes);
        entry.push(buffer.subarray(0, bytesRead), bytesRead === 0);
        yield* drain();
        if (bytesRead === 0) break;
      }
    } finally {
      await handle.close();
    }
  }
  zip.end();
  yield* drain();
}

/** The zip format knows the years 1980 to 2099. */
function zipTime(modifiedAt: string): Date {
  const time = new Date(modifiedAt);
  const year = time.getFullYear();
  return year < 1980 || year > 2099 ? new Date(1980, 0, 1, 12) : time;
}
