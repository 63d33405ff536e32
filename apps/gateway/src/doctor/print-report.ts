import type { HealthReport } from '@sandsmith/contracts/domain/health';

const marks = { pass: 'pass', warn: 'warn', fail: 'FAIL' } as const;

/** One line a check, with the remedy below where it did not pass, and a count at the end. */
export function printReport({ checks }: HealthReport, write: (line: string) => void = console.log): void {
  const width = Math.max(...checks.map(({ title }) => title.length));
  for (const { status, title, detail, remedy } of checks) {
    write(`${marks[status]}  ${title.padEnd(width)}  ${detail}`);
    if (status !== 'pass' && remedy) write(`      ${' '.repeat(width)}  -> ${remedy}`);
  }
  const count = (status: keyof typeof marks) => checks.filter((item) => item.status === status).length;
  write(`${count('pass')} passed, ${count('warn')} warnings, ${count('fail')} failed`);
}
