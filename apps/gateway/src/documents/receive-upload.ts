import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { DocumentFormat } from '@sandsmith/contracts/domain/document';
import { SandsmithError } from '@sandsmith/foundation/errors';
import { newId } from '@sandsmith/foundation/ids';
import type { Ingestion } from '@sandsmith/ingestion/ingestion-port';
import busboy from 'busboy';
import type { Request } from 'express';
import { watchForIdle } from '../http/idle-limit.ts';
import { invalidInput } from '../http/parse-input.ts';
import { checkDocumentName } from './document-name.ts';
import { saveStream } from './save-stream.ts';

export interface ReceivedFile {
  name: string;
  format: DocumentFormat;
  path: string;
  bytes: number;
  sha256: string;
}

export interface ReceiveUploadOptions {
  request: Request;
  signal: AbortSignal;
  ingestion: Pick<Ingestion, 'detect'>;
  /** Where files wait until they are taken: a folder of its own for each upload. */
  incomingDirectory: string;
  maxBytes: number;
}

const maxFiles = 20;

/**
 * Streams every file of a multipart body to disk and gives them to `take`; whatever happens, nothing stays in the
 * incoming folder afterwards.
 */
export async function receiveUpload<T>(
  options: ReceiveUploadOptions,
  take: (files: ReceivedFile[]) => Promise<T>,
): Promise<T> {
  const directory = join(options.incomingDirectory, newId());
  await mkdir(directory, { recursive: true });
  try {
    return await take(await readParts(options, directory));
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function readParts(options: ReceiveUploadOptions, directory: string): Promise<ReceivedFile[]> {
  const { request, signal } = options;
  const parser = createParser(options);
  const stop = new AbortController();
  const saving: Promise<ReceivedFile>[] = [];
  /** The first fault ends the upload: what follows is not read. */
  const fail = (error: unknown) => {
    if (!stop.signal.aborted) stop.abort(error);
  };
  parser.on('file', (field, stream, { filename }) => {
    const saved = receiveFile({ field, stream, filename, directory, options });
    saved.catch(fail);
    saving.push(saved);
  });
  parser.on('field', (field) => fail(unknownField(field)));
  parser.on('filesLimit', () => fail(tooManyFiles()));
  parser.on('fieldsLimit', () => fail(unknownField('more than one field')));
  const endWatch = watchForIdle(request, fail);
  try {
    await feed(request, parser, AbortSignal.any([signal, stop.signal]));
  } catch (error) {
    await Promise.allSettled(saving);
    // The pipeline names its own abort; what stopped it says more.
    if (stop.signal.aborted) throw stop.signal.reason;
    throw signal.aborted ? signal.reason : malformed(error);
  } finally {
    endWatch();
  }
  const files = await Promise.all(saving);
  if (files.length === 0)
    throw invalidInput('upload', [
      { path: 'file', message: 'is required: send at least one file in this field' },
    ]);
  return files;
}

/**
 * Gives the body to the parser until either ends or the signal aborts. Unlike a pipeline it leaves the request open:
 * the client may still be sending, and has to come to read why that is in vain.
 */
async function feed(request: Request, parser: busboy.Busboy, signal: AbortSignal): Promise<void> {
  const cut = new AbortController();
  const onClose = () => {
    if (!request.complete) cut.abort(new Error('the connection ended within the body'));
  };
  try {
    signal.throwIfAborted();
    request.once('close', onClose);
    request.pipe(parser);
    await finished(parser, { signal: AbortSignal.any([signal, cut.signal]), readable: false });
  } finally {
    request.off('close', onClose);
    request.unpipe(parser);
    // Destroyed in the middle of a part, it says so; by then everybody knows.
    parser.on('error', () => undefined).destroy();
  }
}

function createParser({ request, maxBytes }: ReceiveUploadOptions): busboy.Busboy {
  if (!/^multipart\/form-data\b/i.test(request.headers['content-type'] ?? ''))
    throw new SandsmithError({
      code: 'request.unsupported-media-type',
      message: 'Documents are uploaded as multipart/form-data, one or more files in the field "file".',
    });
  try {
    return busboy({
      headers: request.headers,
      // The name as it was sent, so that a path in it is refused and not silently cut.
      preservePath: true,
      defParamCharset: 'utf8',
      limits: { fileSize: maxBytes, files: maxFiles, fields: 1, fieldSize: 1_024, headerPairs: 50 },
    });
  } catch (error) {
    throw malformed(error);
  }
}

async function receiveFile(part: {
  field: string;
  stream: Readable & { truncated?: boolean };
  filename: string | undefined;
  directory: string;
  options: ReceiveUploadOptions;
}): Promise<ReceivedFile> {
  const { field, stream, filename, directory, options } = part;
  // busboy breaks a part's stream off where the body ends too early.
  let broken: unknown;
  stream.on('error', (error) => {
    broken = error;
  });
  if (field !== 'file') throw unknownField(field);
  const name = checkDocumentName(filename);
  const path = join(directory, newId());
  let format: DocumentFormat | undefined;
  const onHead = (head: Buffer) => {
    format = options.ingestion.detect({ name, head });
  };
  const saved = await saveStream(stream, { path, onHead }).catch((error: unknown) => {
    throw error === broken ? malformed(error) : error;
  });
  if (stream.truncated) throw tooLarge(name, options.maxBytes);
  if (saved.bytes === 0 || format === undefined) throw isEmpty(name);
  return { name, format, path, ...saved };
}

function unknownField(field: string): SandsmithError {
  return invalidInput('upload', [
    { path: field, message: 'is not a known field; files belong into the field "file"' },
  ]);
}

function tooManyFiles(): SandsmithError {
  return invalidInput('upload', [{ path: 'file', message: `takes at most ${maxFiles} files at once` }]);
}

function tooLarge(name: string, maxBytes: number): SandsmithError {
  return new SandsmithError({
    code: 'document.too-large',
    message: `${name} is larger than ${maxBytes.toLocaleString('en')} bytes, the most this server takes. Split the file, or raise UPLOAD_MAX_BYTES.`,
  });
}

function isEmpty(name: string): SandsmithError {
  return new SandsmithError({
    code: 'document.empty',
    message: `${name} is empty. Choose a file that holds data.`,
  });
}

function malformed(cause: unknown): SandsmithError {
  return new SandsmithError({
    code: 'request.invalid',
    message:
      'The body is not complete multipart/form-data. Send it again, and let the client set the boundary.',
    cause,
  });
}
