import { type LoggerOptions, type Logger as PinoLogger, pino } from 'pino';
import pretty from 'pino-pretty';

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

/**
 * JSON lines on the standard output, readable lines where that is a terminal; fields that hold secrets are blotted out
 * wherever they stand, three levels deep.
 */
export function createLog({ level }: { level: string }): PinoLogger {
  const options: LoggerOptions = {
    level,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: {
      paths: secrets.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`]),
      censor: '[redacted]',
    },
  };
  if (!process.stdout.isTTY) return pino(options);
  return pino(options, pretty({ colorize: true, singleLine: true, translateTime: 'HH:MM:ss', sync: true }));
}
