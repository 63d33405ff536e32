/**
 * The signals of Linux on x86-64 and ARM by number, from signal(7): programs run on Linux, also where this server runs on
 * a system that numbers them otherwise.
 */
const names =
  'HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS'
    .split(' ')
    .map((name) => `SIG${name}`);

/** Throws for a name that Linux does not know. */
export function signalNumber(name: NodeJS.Signals): number {
  const number = names.indexOf(name) + 1;
  if (number === 0) throw new RangeError(`Linux has no signal ${name}.`);
  return number;
}

/** Null for 0, which stands for no signal. */
export function signalName(number: number): string | null {
  return number === 0 ? null : (names[number - 1] ?? `SIG${number}`);
}
