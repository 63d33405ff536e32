import type { Principal } from '@sandsmith/auth/principal';
import type { Logger } from '@sandsmith/foundation/logger';
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Context } from '../context/context.ts';

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** user: a bearer token or an API key. artifact: the same, or a signed address. public: anyone. */
export type Access = 'public' | 'user' | 'artifact';

/** json: parsed by its schema. raw: bytes or multipart, read by the handler itself. */
export type BodySpec<B extends z.ZodType> =
  | {
      kind: 'json';
      schema: B;
      maxBytes?: number;
      /** For bodies that carry what programs read: NUL is refused in all others. */
      isNulAllowed?: boolean;
    }
  | { kind: 'raw'; mediaType: string; description: string };

/** json: what the handler returns. empty: nothing. raw: the handler writes the answer itself. */
export type AnswerSpec<R extends z.ZodType> =
  | {
      kind: 'json';
      status: number;
      schema: R;
      /** Answered instead where the handler says so by `response.locals['status']`. */
      otherStatus?: { status: number; description: string };
    }
  | { kind: 'empty'; status: 204 }
  | { kind: 'raw'; status: number; mediaType: string; description: string };

export interface RouteInput<P, Q, B> {
  context: Context;
  params: P;
  query: Q;
  body: B;
  request: Request;
  response: Response;
  /** Aborted when the client goes away or the server stops. */
  signal: AbortSignal;
  requestId: string;
  logger: Logger;
}

interface RouteHead {
  method: Method;
  /** Below /api/v1, in Express 5's notation. */
  path: string;
  area: string;
  summary: string;
  description?: string;
  /** Also answered outside /api/v1. */
  isAlsoAtRoot?: boolean;
}

export interface Route extends RouteHead {
  access: Access;
  params: z.ZodType;
  query: z.ZodType;
  body?: BodySpec<z.ZodType>;
  answer: AnswerSpec<z.ZodType>;
  handle(input: RouteInput<unknown, unknown, unknown> & { principal?: Principal }): Promise<unknown>;
}

type Guarded<A extends Access> = A extends 'user' ? { principal: Principal } : { principal?: Principal };

interface RouteDefinition<
  A extends Access,
  P extends z.ZodType,
  Q extends z.ZodType,
  B extends z.ZodType,
  R extends z.ZodType,
> extends RouteHead {
  access: A;
  params?: P;
  query?: Q;
  body?: BodySpec<B>;
  answer: AnswerSpec<R>;
  handler: (
    input: RouteInput<z.output<P>, z.output<Q>, z.output<B>> & Guarded<A>,
  ) => Promise<z.input<R> | undefined> | z.input<R> | undefined;
}

const nothing = z.strictObject({});
type Nothing = typeof nothing;

/** One HTTP method at one address: what it takes, what it answers, and what it does. */
export function defineRoute<
  A extends Access,
  P extends z.ZodType = Nothing,
  Q extends z.ZodType = Nothing,
  B extends z.ZodType = Nothing,
  R extends z.ZodType = z.ZodUndefined,
>(definition: RouteDefinition<A, P, Q, B, R>): Route {
  const { params, query, handler, ...rest } = definition;
  return {
    ...rest,
    params: params ?? nothing,
    query: query ?? nothing,
    // The dispatcher parses each part with this route's own schemas and demands a principal before it calls.
    handle: async (input) => handler(input as Parameters<typeof handler>[0]),
  };
}
