import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import { SandsmithError } from '@sandsmith/foundation/errors';
import { escapeHtml } from '../http/escape-html.ts';
import { toProblem } from '../http/to-problem.ts';

/** An answer of ours in the place of the program's. */
export interface PreviewAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

const style =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:36rem;margin:15vh auto;padding:0 1.5rem;color:#1f2328;background:#fff}@media(prefers-color-scheme:dark){body{color:#e6edf3;background:#0d1117}}h1{font-size:1.25rem}';
const refreshSeconds = 2;

/** A page for people, a problem for programs. */
export function previewAnswer(
  request: IncomingMessage,
  error: SandsmithError,
  options: { doesRefresh?: boolean } = {},
): PreviewAnswer {
  const problem = toProblem(error);
  const headers = {
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox allow-scripts",
  };
  if (!(request.headers.accept ?? '').includes('text/html'))
    return {
      status: problem.status,
      headers: { ...headers, 'Content-Type': 'application/problem+json' },
      body: JSON.stringify(problem),
    };
  const refresh = options.doesRefresh ? `<meta http-equiv="refresh" content="${refreshSeconds}">` : '';
  const body = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${problem.title}</title>${refresh}<style>${style}</style></head><body><main><h1>${problem.title}</h1><p>${escapeHtml(problem.detail)}</p></main></body></html>`;
  return {
    status: problem.status,
    headers: { ...headers, 'Content-Type': 'text/html; charset=utf-8' },
    body,
  };
}

export function sendPreviewAnswer(response: ServerResponse, { status, headers, body }: PreviewAnswer): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  // with words of its own: those of a program's answer that could not be sent are kept by Node
  response.writeHead(status, STATUS_CODES[status], { ...headers, 'Content-Length': Buffer.byteLength(body) });
  response.end(response.req.method === 'HEAD' ? undefined : body);
}

export function tokenInvalid(): SandsmithError {
  return new SandsmithError({
    code: 'preview.token-invalid',
    message:
      'This preview cannot be opened with this address any more, or not by you. Open it from the project in Sandsmith again.',
  });
}

export function notListening(port: number): SandsmithError {
  return new SandsmithError({
    code: 'preview.not-listening',
    message: `Nothing listens on port ${port} of the session. Start a server there; this page shows it as soon as it answers.`,
    isRetryable: true,
  });
}

export function brokenAnswer(port: number, cause: unknown): SandsmithError {
  return new SandsmithError({
    code: 'preview.failed',
    message: `What listens on port ${port} of the session ended the connection or did not answer in HTTP. Look at its output, and reload.`,
    cause,
  });
}
