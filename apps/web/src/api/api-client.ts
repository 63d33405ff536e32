import axios, { type AxiosRequestConfig, type AxiosResponse } from 'axios';
import type { z } from 'zod';
import { parsePayload } from './parse-payload.ts';
import { toProblemError } from './problem-error.ts';
import type { Session } from './session.ts';

export interface ApiClient {
  get<T>(path: string, schema: z.ZodType<T>, options?: RequestOptions): Promise<T>;
  /** For what is told to everybody: no session is asked for. */
  getPublic<T>(path: string, schema: z.ZodType<T>, options?: RequestOptions): Promise<T>;
  send<T>(method: Method, path: string, schema: z.ZodType<T>, options?: SendOptions): Promise<T>;
  /** For bytes, headers and progress; errors are ProblemErrors here too. */
  raw(config: AxiosRequestConfig): Promise<AxiosResponse>;
}

export type Method = 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface RequestOptions {
  signal?: AbortSignal;
  params?: Record<string, string | number>;
}

export interface SendOptions extends RequestOptions {
  body?: unknown;
}

/** Adds the access token; on a 401 refreshes once and tries again. */
export function createApiClient({ session }: { session: Session }): ApiClient {
  const http = axios.create({ baseURL: '/api/v1', timeout: 60_000 });

  function authorised(config: AxiosRequestConfig, token: string | null): AxiosRequestConfig {
    return token ? { ...config, headers: { ...config.headers, Authorization: `Bearer ${token}` } } : config;
  }

  async function raw(config: AxiosRequestConfig): Promise<AxiosResponse> {
    const token = session.store.getState().accessToken ?? (await session.refresh());
    try {
      return await http.request(authorised(config, token));
    } catch (error) {
      if (!axios.isAxiosError(error) || error.response?.status !== 401) throw toProblemError(error);
    }
    try {
      return await http.request(authorised(config, await session.refresh()));
    } catch (error) {
      throw toProblemError(error);
    }
  }

  return {
    raw,
    async get(path, schema, options = {}) {
      const { data } = await raw({ method: 'GET', url: path, ...options });
      return parsePayload(schema, data, path);
    },
    async getPublic(path, schema, options = {}) {
      try {
        const { data } = await http.request({ method: 'GET', url: path, ...options });
        return parsePayload(schema, data, path);
      } catch (error) {
        throw toProblemError(error);
      }
    },
    async send(method, path, schema, { body, ...options } = {}) {
      const { data } = await raw({ method, url: path, data: body, ...options });
      return parsePayload(schema, data, path);
    },
  };
}

/** `a b/c.txt` -> `a%20b/c.txt`: each segment escaped, the slashes kept. */
export function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
