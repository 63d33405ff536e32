import { join, resolve } from 'node:path';
import { type RunLimits, runLimitsSchema } from '@sandsmith/contracts/domain/run';
import { emailSchema } from '@sandsmith/contracts/http/auth';
import { parseSecretKey } from '@sandsmith/crypto/secret-key';
import { SandsmithError } from '@sandsmith/foundation/errors';
import { z } from 'zod';

const gibibyte = 1024 ** 3;

/** An empty variable is an absent one, as docker-compose hands on what is not set. */
const given = <S extends z.ZodType>(schema: S) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema);
const text = given(z.string().trim().min(1).optional());
const wholeNumber = (fallback: number, minimum: number, maximum: number) =>
  given(
    z.coerce
      .number(`must be a whole number from ${minimum} to ${maximum}`)
      .int(`must be a whole number from ${minimum} to ${maximum}`)
      .min(minimum, `must be at least ${minimum}`)
      .max(maximum, `must be at most ${maximum}`)
      .default(fallback),
  );
const address = (protocol: RegExp, example: string) =>
  given(z.url({ protocol, error: `must be an address such as ${example}` }).optional());

/** A text such as {"wallTimeMs":60000}. */
const limits = given(
  z
    .string()
    .optional()
    .transform((value, context) => {
      if (value === undefined) return {};
      const parsed = runLimitsSchema.partial().safeParse(parseJson(value));
      if (parsed.success) return parsed.data;
      context.addIssue({
        code: 'custom',
        message: 'must be limits of a run in JSON, such as {"wallTimeMs":60000,"memoryBytes":536870912}',
      });
      return z.NEVER;
    }),
);
/** Names or addresses, each with a port where it is not a usual one. */
const hostList = given(
  z
    .string()
    .trim()
    .toLowerCase()
    .regex(
      /^[a-z0-9.-]+(:\d{1,5})?([\s,]+[a-z0-9.-]+(:\d{1,5})?)*$/,
      'must be hosts such as npm.example.org,10.0.0.5:4873',
    )
    .transform((value) => value.split(/[\s,]+/))
    .default([]),
);
const hostName = (example: string) =>
  z
    .string()
    .trim()
    .toLowerCase()
    .regex(
      /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]([a-z0-9-]*[a-z0-9])?$/,
      `must be a name such as ${example}`,
    );

const environmentSchema = z.object({
  HOST: given(z.string().trim().default('127.0.0.1')),
  PORT: wholeNumber(3000, 0, 65_535),
  DATA_DIR: given(z.string().default('.sandsmith')),
  WORKSPACE_DIR: given(z.string().default('workspace')),
  DATABASE_URL: address(/^postgres(ql)?$/, 'postgresql://user:password@host:5432/sandsmith'),
  REDIS_URL: address(/^rediss?$/, 'redis://host:6379'),
  ADMIN_EMAIL: given(emailSchema.default('admin@sandsmith.local')),
  ADMIN_PASSWORD: given(z.string().min(8, 'must have at least 8 characters').max(1_024).optional()),
  REGISTRATION: given(z.enum(['closed', 'open'], 'must be "closed" or "open"').default('closed')),
  PUBLIC_URL: address(/^https?$/, 'https://sandsmith.example.org'),
  TRUST_PROXY: wholeNumber(0, 0, 10),
  SECRET_KEY: given(
    z
      .string()
      .refine(
        (key) => parseSecretKey(key) !== undefined,
        'must be 32 bytes in base64; make one with: openssl rand -base64 32',
      )
      .optional(),
  ),
  OPENAI_API_KEY: text,
  OPENAI_BASE_URL: address(/^https?$/, 'https://api.openai.com/v1'),
  OPENAI_MODEL: text,
  OLLAMA_BASE_URL: address(/^https?$/, 'http://127.0.0.1:11434'),
  OLLAMA_MODEL: text,
  DOCKER_HOST: text,
  SANDBOX_RUNTIME: text,
  SANDBOX_CONCURRENCY: given(z.coerce.number().int().min(1).max(256).optional()),
  SANDBOX_INTERNET: given(z.enum(['off', 'allowed'], 'must be "off" or "allowed"').default('off')),
  SANDBOX_PACKAGE_HOSTS: hostList,
  SANDBOX_MAX_LIMITS: limits,
  SESSION_IDLE_MINUTES: wholeNumber(30, 1, 10_080),
  SESSION_MAX_HOURS: wholeNumber(12, 1, 720),
  SESSIONS_PER_USER: wholeNumber(3, 1, 1_000),
  SESSIONS_TOTAL: wholeNumber(32, 1, 10_000),
  PREVIEW_HOST: given(hostName('preview.sandsmith.example.org').default('preview.localhost')),
  EXTRA_CA_CERTS: text,
  LOG_LEVEL: given(
    z
      .enum(
        ['trace', 'debug', 'info', 'warn', 'error', 'silent'],
        'must be trace, debug, info, warn, error or silent',
      )
      .default('info'),
  ),
  UPLOAD_MAX_BYTES: wholeNumber(gibibyte, 1, 1024 * gibibyte),
  SAMPLE_PROJECT: given(z.enum(['on', 'off'], 'must be "on" or "off"').default('on')),
  LOGIN_ATTEMPTS: wholeNumber(10, 1, 100_000),
  NODE_ENV: text,
});

/** Were the product itself below the previews' host, every request would be one for a preview. */
const checkedEnvironmentSchema = environmentSchema.superRefine(({ PUBLIC_URL, PREVIEW_HOST }, context) => {
  const ownHost = PUBLIC_URL === undefined ? undefined : new URL(PUBLIC_URL).hostname;
  if (ownHost !== PREVIEW_HOST && !ownHost?.endsWith(`.${PREVIEW_HOST}`)) return;
  context.addIssue({
    code: 'custom',
    path: ['PREVIEW_HOST'],
    message: `must be another name than ${ownHost} of PUBLIC_URL, and none above it, such as preview.${ownHost}`,
  });
});

export interface ModelSettings {
  apiKey?: string;
  baseUrl?: string;
  defaultModel?: string;
}

/** What the server was told to be; nothing else reads the environment. */
export interface Config {
  host: string;
  port: number;
  dataDirectory: string;
  workspaceDirectory: string;
  databaseUrl?: string;
  redisUrl?: string;
  administrator: { email: string; password?: string };
  isRegistrationOpen: boolean;
  publicUrl?: string;
  /** How many reverse proxies stand in front: their X-Forwarded-For and -Proto are believed. */
  trustedProxies: number;
  secretKey?: Buffer;
  models: { openai?: ModelSettings; ollama?: ModelSettings };
  docker: {
    host?: string;
    runtime?: string;
    concurrency?: number;
    extraCaFile?: string;
    packageHosts: string[];
  };
  /** Whether programs may be given `network: "internet"`. */
  isInternetAllowed: boolean;
  /** The most that a run of a user who is no administrator may ask for; what is absent has the schema's bound. */
  maxLimits: Partial<RunLimits>;
  sessions: { idleTimeoutMs: number; maxLifetimeMs: number; perUser: number; total: number };
  /** Previews have the hosts `<session>-<port>.<previewHost>`. */
  previewHost: string;
  logLevel: string;
  uploadMaxBytes: number;
  hasSampleProject: boolean;
  loginAttempts: number;
  /** Answers are held against their schemas in development and in tests. */
  isResponseChecked: boolean;
}

/** Reads the environment, and reports every fault of it together, each with its remedy. */
export function readConfig(environment: Record<string, string | undefined> = process.env): Config {
  const parsed = checkedEnvironmentSchema.safeParse(environment);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `  ${issue.path.join('.')} ${issue.message}.`);
    throw new SandsmithError({
      code: 'config.invalid',
      message: `The settings in the environment are not valid. Correct them and start again:\n${faults.join('\n')}`,
    });
  }
  return toConfig(parsed.data);
}

function toConfig(values: z.output<typeof environmentSchema>): Config {
  return {
    host: values.HOST,
    port: values.PORT,
    dataDirectory: resolve(values.DATA_DIR),
    workspaceDirectory: resolve(values.WORKSPACE_DIR),
    databaseUrl: values.DATABASE_URL,
    redisUrl: values.REDIS_URL,
    administrator: { email: values.ADMIN_EMAIL, password: values.ADMIN_PASSWORD },
    isRegistrationOpen: values.REGISTRATION === 'open',
    publicUrl: values.PUBLIC_URL,
    trustedProxies: values.TRUST_PROXY,
    secretKey: values.SECRET_KEY === undefined ? undefined : parseSecretKey(values.SECRET_KEY),
    models: modelSettings(values),
    docker: {
      host: values.DOCKER_HOST,
      runtime: values.SANDBOX_RUNTIME,
      concurrency: values.SANDBOX_CONCURRENCY,
      extraCaFile: values.EXTRA_CA_CERTS,
      packageHosts: values.SANDBOX_PACKAGE_HOSTS,
    },
    isInternetAllowed: values.SANDBOX_INTERNET === 'allowed',
    maxLimits: values.SANDBOX_MAX_LIMITS,
    sessions: {
      idleTimeoutMs: values.SESSION_IDLE_MINUTES * 60_000,
      maxLifetimeMs: values.SESSION_MAX_HOURS * 3_600_000,
      perUser: values.SESSIONS_PER_USER,
      total: values.SESSIONS_TOTAL,
    },
    previewHost: values.PREVIEW_HOST,
    logLevel: values.LOG_LEVEL,
    uploadMaxBytes: values.UPLOAD_MAX_BYTES,
    hasSampleProject: values.SAMPLE_PROJECT === 'on',
    loginAttempts: values.LOGIN_ATTEMPTS,
    isResponseChecked: values.NODE_ENV === 'test' || values.NODE_ENV === 'development',
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function modelSettings(values: z.output<typeof environmentSchema>): Config['models'] {
  const settings = (apiKey?: string, baseUrl?: string, defaultModel?: string): ModelSettings | undefined =>
    apiKey || baseUrl || defaultModel ? { apiKey, baseUrl, defaultModel } : undefined;
  return {
    openai: settings(values.OPENAI_API_KEY, values.OPENAI_BASE_URL, values.OPENAI_MODEL),
    ollama: settings(undefined, values.OLLAMA_BASE_URL, values.OLLAMA_MODEL),
  };
}

/** The places below the data directory. */
export function dataPaths({ dataDirectory }: Pick<Config, 'dataDirectory'>) {
  return {
    secretKey: join(dataDirectory, 'secret.key'),
    serverId: join(dataDirectory, 'server.id'),
    postgres: join(dataDirectory, 'postgres'),
    uploads: join(dataDirectory, 'uploads'),
    incoming: join(dataDirectory, 'uploads', 'tmp'),
    temporary: join(dataDirectory, 'tmp'),
    runs: join(dataDirectory, 'runs'),
  };
}
