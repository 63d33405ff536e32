/** Plain progress for people: one line a fact, no spinner, so that logs stay readable. */
const colour = process.stdout.isTTY && !process.env.NO_COLOR;
const paint = (code, text) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);

export const report = {
  title: (text) => console.log(paint('1', text)),
  step: (text) => console.log(`${paint('33', '›')} ${text}`),
  detail: (text) => console.log(`  ${paint('2', text)}`),
  done: (text) => console.log(`${paint('32', '✓')} ${text}`),
  warn: (text) => console.log(`${paint('33', '!')} ${text}`),
  fail: (text) => console.error(`${paint('31', '✗')} ${text}`),
};

/** `1.2 s` or `340 ms` since `startedMs` (performance.now()). */
export function elapsed(startedMs) {
  const ms = performance.now() - startedMs;
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** A fault that the person can mend: told without a stack. */
export class BootstrapError extends Error {
  constructor(message, remedies = []) {
    super(message);
    this.name = 'BootstrapError';
    this.remedies = remedies;
  }
}

/** Tells a fault and sets the exit code; the caller ends by itself. */
export function tellFault(error) {
  if (error instanceof BootstrapError) {
    report.fail(error.message);
    for (const remedy of error.remedies) report.detail(remedy);
  } else {
    report.fail(error?.stack ?? String(error));
  }
  process.exitCode = 1;
}
