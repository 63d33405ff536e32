import { createReadStream } from 'node:fs';
import { basename, extname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import { untrustedContentPolicy } from '../web/security-headers.ts';
import { contentDisposition } from './content-disposition.ts';

const textExtensions = new Set(
  '.bash .c .cfg .conf .cpp .cs .css .csv .go .h .html .ini .java .js .json .jsx .kt .log .lua .md .mjs .ndjson .php .pl .ps1 .py .r .rb .rs .scala .sh .sql .swift .toml .ts .tsv .tsx .txt .vue .xml .yaml .yml'.split(
    ' ',
  ),
);
const textNames = new Set(['dockerfile', 'makefile', 'license', '.gitignore', '.dockerignore', '.env']);

interface UntrustedHead {
  name: string;
  /** source: text or bytes, never anything a browser would render. Otherwise the media type it was found to be. */
  as: 'source' | { mediaType: string };
}

/** Bytes that a person or a program made: no sniffing, an origin of their own, a name that cannot break the header. */
export function sendUntrusted(response: Response, options: UntrustedHead & { content: Buffer }): void {
  setHeaders(response, options);
  response.set('Content-Length', String(options.content.length));
  response.end(options.content);
}

export async function sendUntrustedFile(
  response: Response,
  options: UntrustedHead & { hostPath: string; bytes: number; signal: AbortSignal },
): Promise<void> {
  setHeaders(response, options);
  response.set('Content-Length', String(options.bytes));
  await pipeline(createReadStream(options.hostPath), response, { signal: options.signal });
}

function setHeaders(response: Response, { name, as }: UntrustedHead): void {
  const mediaType = as === 'source' ? sourceType(name) : as.mediaType;
  response.set({
    'Content-Type': withCharset(mediaType),
    'Content-Security-Policy': untrustedContentPolicy,
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'private, no-cache',
    'Content-Disposition': contentDisposition('inline', basename(name)),
  });
}

function sourceType(name: string): string {
  const isText =
    textExtensions.has(extname(name).toLowerCase()) || textNames.has(basename(name).toLowerCase());
  return isText ? 'text/plain' : 'application/octet-stream';
}

function withCharset(mediaType: string): string {
  return /^(text\/|application\/json$)/.test(mediaType) ? `${mediaType}; charset=utf-8` : mediaType;
}
