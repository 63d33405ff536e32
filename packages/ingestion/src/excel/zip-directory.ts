import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { createInflateRaw } from 'node:zlib';
import { documentUnreadable } from '../document-faults.ts';

export interface ZipEntry {
  name: string;
  method: number;
  compressedBytes: number;
  bytes: number;
  headerOffset: number;
}

export interface ZipLimits {
  maxEntries: number;
  maxTotalBytes: number;
  /** How many times larger than the archive its content may be, once it is large at all. */
  maxRatio: number;
}

export const workbookLimits: ZipLimits = { maxEntries: 10_000, maxTotalBytes: 1024 ** 3, maxRatio: 250 };
const alwaysFineBytes = 64 * 1024 * 1024;
const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const headerSignature = 0x04034b50;
const endBytes = 22;

/** The list of members at the end of a zip, with what they claim to be. Refuses a zip bomb by its own claims. */
export async function readZipDirectory(name: string, path: string, limits: ZipLimits): Promise<ZipEntry[]> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const tail = await readAt(file, Math.max(0, size - endBytes - 65_535), Math.min(size, endBytes + 65_535));
    const end = findEnd(tail);
    if (end < 0) throw damaged(name);
    const count = tail.readUInt16LE(end + 10);
    const directoryBytes = tail.readUInt32LE(end + 12);
    const directoryOffset = tail.readUInt32LE(end + 16);
    if (count > limits.maxEntries || directoryBytes > 64 * 1024 * 1024) throw bomb(name, `${count} members`);
    if (directoryOffset + directoryBytes > size) throw damaged(name);
    const entries = parseEntries(name, await readAt(file, directoryOffset, directoryBytes), count);
    checkSizes(name, entries, { size, limits });
    return entries;
  } finally {
    await file.close();
  }
}

function findEnd(tail: Buffer): number {
  for (let offset = tail.length - endBytes; offset >= 0; offset -= 1) {
    if (tail.readUInt32LE(offset) === endSignature) return offset;
  }
  return -1;
}

function parseEntries(name: string, directory: Buffer, count: number): ZipEntry[] {
  const entries: ZipEntry[] = [];
  let offset = 0;
  for (let index = 0; index < count; index += 1) {
    if (offset + 46 > directory.length || directory.readUInt32LE(offset) !== entrySignature)
      throw damaged(name);
    const nameBytes = directory.readUInt16LE(offset + 28);
    const extraBytes = directory.readUInt16LE(offset + 30);
    const commentBytes = directory.readUInt16LE(offset + 32);
    entries.push({
      name: directory.toString('utf8', offset + 46, offset + 46 + nameBytes),
      method: directory.readUInt16LE(offset + 10),
      compressedBytes: directory.readUInt32LE(offset + 20),
      bytes: directory.readUInt32LE(offset + 24),
      headerOffset: directory.readUInt32LE(offset + 42),
    });
    offset += 46 + nameBytes + extraBytes + commentBytes;
  }
  return entries;
}

function checkSizes(
  name: string,
  entries: ZipEntry[],
  { size, limits }: { size: number; limits: ZipLimits },
): void {
  const total = entries.reduce((sum, { bytes }) => sum + bytes, 0);
  if (total > limits.maxTotalBytes) throw bomb(name, `${Math.round(total / 1024 / 1024)} MB`);
  if (total > alwaysFineBytes && total > size * limits.maxRatio) {
    throw bomb(name, `${Math.round(total / size)} times its own size`);
  }
}

/** Inflates every member without keeping it: a directory that lies about sizes is found out before the parser runs. */
export async function verifyMembers(name: string, path: string, entries: ZipEntry[]): Promise<void> {
  for (const entry of entries) {
    let bytes = 0;
    for await (const chunk of memberContent(name, path, entry)) {
      bytes += chunk.length;
      if (bytes > entry.bytes) throw bomb(name, 'more than it claims');
    }
    if (bytes !== entry.bytes) throw damaged(name);
  }
}

/** The content of a small member, such as the list of sheets. */
export async function readMember(name: string, path: string, entry: ZipEntry): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const chunk of memberContent(name, path, entry)) parts.push(chunk);
  return Buffer.concat(parts);
}

async function* memberContent(name: string, path: string, entry: ZipEntry): AsyncGenerator<Buffer> {
  const start = await contentStart(name, path, entry);
  if (entry.compressedBytes === 0) return;
  if (entry.method !== 0 && entry.method !== 8) throw damaged(name);
  const raw = createReadStream(path, { start, end: start + entry.compressedBytes - 1 });
  const inflate = entry.method === 8 ? createInflateRaw() : undefined;
  raw.on('error', (error) => inflate?.destroy(error));
  try {
    for await (const chunk of inflate ? raw.pipe(inflate) : raw) yield chunk as Buffer; // no encoding is set
  } catch (error) {
    throw damaged(name, error);
  } finally {
    raw.destroy();
    inflate?.destroy();
  }
}

async function contentStart(name: string, path: string, entry: ZipEntry): Promise<number> {
  const file = await open(path, 'r');
  try {
    const header = await readAt(file, entry.headerOffset, 30);
    if (header.length < 30 || header.readUInt32LE(0) !== headerSignature) throw damaged(name);
    return entry.headerOffset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  } finally {
    await file.close();
  }
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}

export function damaged(name: string, cause?: unknown) {
  const why =
    'The workbook is damaged or incomplete. Open it in Excel or LibreOffice, save it again as .xlsx and upload that.';
  return documentUnreadable(name, why, {}, cause);
}

function bomb(name: string, what: string) {
  const why = `The workbook would unpack to ${what}, which is more than is safe to read. Save the sheet as CSV and upload that.`;
  return documentUnreadable(name, why);
}
