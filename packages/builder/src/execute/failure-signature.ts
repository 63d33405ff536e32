const maxLines = 12;
const maxLineLength = 400;
const maxSignatureLength = 300;

/** What a program's failure looks like, without what differs from run to run. */
export interface FailureSignature {
  signature: string;
  /** The few lines that say what is wrong, as printed. */
  lines: string[];
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences of terminals begin with one
const terminalCodes = /\u001b\[[0-9;?]*[A-Za-z]/g;
const errorLine =
  /^(?:E\s+)?(?:[\w.$]+\.)?[A-Z]\w*(?:Error|Exception|Warning|Interrupt|Exit)\b.*|^(?:error|fatal|panic)\b.*|.*\b(?:command not found|No such file or directory|Permission denied|Killed)\b.*/;
const hintLine =
  /error|exception|traceback|failed|failure|assert|cannot|can't|not found|undefined|unexpected|invalid|^E\s|^\s*File "|^\s+at /i;

export function withoutTerminalCodes(text: string): string {
  return text.replaceAll(terminalCodes, '').replaceAll('\r\n', '\n');
}

/** Paths, numbers, addresses and times removed: what is left is the kind of failure. */
export function normaliseLine(line: string): string {
  return line
    .replaceAll(/0x[0-9a-f]+/gi, '<hex>')
    .replaceAll(/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '<id>')
    .replaceAll(/\b[0-9a-f]{12,}\b/gi, '<hex>')
    .replaceAll(/(?:\/[\w.@+-]+){2,}\/?/g, '<path>')
    .replaceAll(/\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z?/g, '<time>')
    .replaceAll(/\b\d+(?:\.\d+)?\s?(?:ms|s|seconds|minutes)\b/g, '<time>')
    .replaceAll(/\d+(?:\.\d+)?/g, '<n>')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

function linesOf(text: string): string[] {
  return withoutTerminalCodes(text)
    .split('\n')
    .map((line) => line.trimEnd().slice(0, maxLineLength))
    .filter((line) => line.trim() !== '');
}

function relevantLines(stdout: string, stderr: string): string[] {
  const all = [...linesOf(stdout).slice(-200), ...linesOf(stderr).slice(-200)];
  const told = all.filter((line) => hintLine.test(line));
  return (told.length > 0 ? told : all).slice(-maxLines);
}

function keyLine(stdout: string, stderr: string): string {
  for (const text of [stderr, stdout]) {
    const found = linesOf(text).findLast((line) => errorLine.test(line.trim()));
    if (found) return found.trim();
  }
  return (linesOf(stderr).at(-1) ?? linesOf(stdout).at(-1) ?? '').trim();
}

export function signFailure(run: {
  /** In words: `exit code 1`, `the time limit`. */
  ending: string;
  stdout: string;
  stderr: string;
}): FailureSignature {
  const key = normaliseLine(keyLine(run.stdout, run.stderr));
  const signature = key === '' ? run.ending : `${run.ending}: ${key}`;
  return { signature: signature.slice(0, maxSignatureLength), lines: relevantLines(run.stdout, run.stderr) };
}
