import { expect, test } from '@jest/globals';
import { signalName, signalNumber } from './linux-signals.ts';

test('names and numbers of signals belong to each other as Linux has them, and an unknown one is told by its number', () => {
  // those that other systems number otherwise, and the ends of the list
  const known = {
    SIGHUP: 1,
    SIGBUS: 7,
    SIGKILL: 9,
    SIGUSR1: 10,
    SIGCHLD: 17,
    SIGXFSZ: 25,
    SIGSYS: 31,
  } as const;
  for (const [name, number] of Object.entries(known)) {
    expect(signalName(number)).toBe(name);
    expect(signalNumber(name as NodeJS.Signals)).toBe(number);
  }
  expect([signalName(0), signalName(40)]).toEqual([null, 'SIG40']);
  expect(() => signalNumber('SIGINFO')).toThrow('SIGINFO');
});
