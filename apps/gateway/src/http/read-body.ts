import type { IncomingMessage } from 'node:http';
import { SandsmithError } from '@sandsmith/foundation/errors';
import { watchForIdle } from './idle-limit.ts';

export interface ReadBodyOptions {
  maxBytes: number;
  /** The code of the error where the body is larger. */
  tooLargeCode?: 'request.too-large' | 'file.too-large';
}

/**
 * The whole body, at most `maxBytes`. A body that says it is larger is refused before a byte of it is read, one that
 * turns out larger as soon as it does; what is left of it is discarded by the answer, never kept.
 */
export async function readBody(request: IncomingMessage, options: ReadBodyOptions): Promise<Buffer> {
  const { maxBytes } = options;
  refuseEncoding(request);
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(options);
  const chunks: Buffer[] = [];
  let bytes = 0;
  await new Promise<void>((resolve, reject) => {
    const endWatch = watchForIdle(request, (error) => finish(() => reject(error)));
    const finish = (settle: () => void) => {
      endWatch();
      request.off('data', onData).off('end', onEnd).off('error', onError).off('close', onClose);
      settle();
    };
    const onData = (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > maxBytes) {
        request.pause();
        finish(() => reject(tooLarge(options)));
      } else chunks.push(chunk);
    };
    const onEnd = () => finish(resolve);
    const onError = () => finish(() => reject(aborted()));
    const onClose = () => finish(() => (request.complete ? resolve() : reject(aborted())));
    request.on('data', onData).on('end', onEnd).on('error', onError).on('close', onClose);
  });
  return Buffer.concat(chunks);
}

/** JSON of a body in UTF-8; `undefined` where there is no body at all. */
export async function readJsonBody(
  request: IncomingMessage,
  { maxBytes }: { maxBytes: number },
): Promise<unknown> {
  if (!hasBody(request)) return undefined;
  if (!isJson(request.headers['content-type']))
    throw new SandsmithError({
      code: 'request.unsupported-media-type',
      message:
        'This address takes JSON. Send the header "Content-Type: application/json" and a body in UTF-8.',
    });
  const body = await readBody(request, { maxBytes });
  if (body.length === 0) return undefined;
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (cause) {
    const where = cause instanceof SyntaxError ? cause.message : 'it is not UTF-8';
    throw new SandsmithError({
      code: 'request.malformed-json',
      message: `The body is not valid JSON: ${where}. Correct it and send it again.`,
      cause,
    });
  }
}

function hasBody(request: IncomingMessage): boolean {
  const length = request.headers['content-length'];
  return request.headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0');
}

function isJson(contentType: string | undefined): boolean {
  const [type, ...parameters] = (contentType ?? '').toLowerCase().split(';');
  const charset = parameters.map((parameter) => parameter.trim()).find((text) => text.startsWith('charset='));
  if (charset && charset.replaceAll('"', '') !== 'charset=utf-8') return false;
  return type?.trim() === 'application/json';
}

function refuseEncoding(request: IncomingMessage): void {
  const encoding = request.headers['content-encoding'];
  if (encoding && encoding.toLowerCase() !== 'identity')
    throw new SandsmithError({
      code: 'request.unsupported-media-type',
      message: `The content encoding ${encoding.slice(0, 40)} is not supported. Send the body without compression.`,
    });
}

function tooLarge({ maxBytes, tooLargeCode = 'request.too-large' }: ReadBodyOptions): SandsmithError {
  return new SandsmithError({
    code: tooLargeCode,
    message: `The body is larger than ${maxBytes.toLocaleString('en')} bytes, the most this address takes. Send less.`,
    details: { maxBytes },
  });
}

function aborted(): SandsmithError {
  return new SandsmithError({
    code: 'request.invalid',
    message: 'The connection ended before the body was complete. Send the request again.',
  });
}
