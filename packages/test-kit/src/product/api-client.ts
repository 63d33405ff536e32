import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { type Session, sessionSchema } from '@sandsmith/contracts/http/auth';
import { type Problem, problemSchema } from '@sandsmith/contracts/problem';
import type { z } from 'zod';

export interface ApiAnswer {
  status: number;
  headers: Headers;
  /** Parsed where the answer is JSON, text otherwise. */
  body: unknown;
}

export interface RequestOptions {
  /** Sent as JSON. */
  json?: unknown;
  /** Sent as it is. */
  body?: RequestInit['body'];
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

export interface ApiClient {
  readonly url: string;
  readonly token: string | undefined;
  /** Any answer, whatever its status. `path` is below /api/v1 unless it begins with http or //. */
  request(method: string, path: string, options?: RequestOptions): Promise<ApiAnswer>;
  /** The parsed answer of a request that must succeed; throws with the problem's detail where it does not. */
  call<S extends z.ZodType>(
    method: string,
    path: string,
    options: RequestOptions & { schema: S },
  ): Promise<z.output<S>>;
  /** The problem of a request that must fail. */
  problem(method: string, path: string, options?: RequestOptions): Promise<Problem & { headers: Headers }>;
  /** The raw answer, for streams and bytes. */
  fetch(method: string, path: string, options?: RequestOptions): Promise<Response>;
  /** Uploads files of this machine, or contents given by name. */
  upload(
    projectId: string,
    files: (string | { name: string; content: string | Uint8Array<ArrayBuffer> })[],
  ): Promise<ApiAnswer>;
  signIn(account: {
    email: string;
    password: string;
  }): Promise<ApiClient & { session: Session; cookie: string }>;
  /** The same server, with another token or none. */
  withToken(token: string | undefined): ApiClient;
}

/** Speaks to a running product the way a program of a user would. */
export function createApiClient({ url, token }: { url: string; token?: string }): ApiClient {
  const fetchPath: ApiClient['fetch'] = (method, path, { json, body, headers, signal } = {}) =>
    fetch(
      path.startsWith('http') ? path : path.startsWith('//') ? url + path.slice(1) : `${url}/api/v1${path}`,
      {
        method,
        signal,
        headers: {
          ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
          ...(json === undefined ? {} : { 'Content-Type': 'application/json' }),
          ...headers,
        },
        body: json === undefined ? body : JSON.stringify(json),
      },
    );

  async function request(method: string, path: string, options?: RequestOptions): Promise<ApiAnswer> {
    const response = await fetchPath(method, path, options);
    const text = await response.text();
    const isJson = /^application\/(problem\+)?json/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
  }

  return {
    url,
    token,
    fetch: fetchPath,
    request,
    async call(method, path, { schema, ...options }) {
      const { status, body } = await request(method, path, options);
      if (status >= 400) throw new Error(`${method} ${path} answered ${status}: ${JSON.stringify(body)}`);
      return schema.parse(body);
    },
    async problem(method, path, options) {
      const { status, headers, body } = await request(method, path, options);
      const problem = problemSchema.parse(body);
      if (problem.status !== status)
        throw new Error(`the problem says ${problem.status}, the answer ${status}`);
      return { ...problem, headers };
    },
    async upload(projectId, files) {
      const form = new FormData();
      for (const file of files) {
        const { name, content } =
          typeof file === 'string' ? { name: basename(file), content: await readFile(file) } : file;
        form.append('file', new Blob([content]), name);
      }
      return request('POST', `/projects/${projectId}/documents`, { body: form });
    },
    async signIn(account) {
      const { status, headers, body } = await request('POST', '/auth/login', { json: account });
      if (status !== 200) throw new Error(`sign-in answered ${status}: ${JSON.stringify(body)}`);
      const session = sessionSchema.parse(body);
      const cookie = headers.getSetCookie()[0]?.split(';')[0] ?? '';
      return { ...createApiClient({ url, token: session.accessToken }), session, cookie };
    },
    withToken: (other) => createApiClient({ url, token: other }),
  };
}
