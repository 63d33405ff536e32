import { type Logger as PinoLogger, pino } from 'pino';

const secrets = [
  'authorization',
  'cookie',
  'set-cookie',
  'password',
  'apiKey',
  'accessToken',
  'refreshToken',
  'secretKey',
  'token',
];

/** JSON lines on the standard output; fields that hold secrets are blotted out wherever they stand, three levels deep. */
export function createLog({ level }: { level: string }): PinoLogger {
  return pino({
    level,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: {
      paths: secrets.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`]),
      censor: '[redacted]',
    },
  });
}
