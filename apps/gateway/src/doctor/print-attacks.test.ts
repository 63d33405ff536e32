import { expect, test } from '@jest/globals';
import type { AttackGroup, AttackProgram } from '@sandsmith/sandbox/attack/attack-program';
import type { AttackOutcome } from '@sandsmith/sandbox/attack/attack-suite';
import { createAttackPrinter } from './print-attacks.ts';

const program: AttackProgram = {
  id: 'knock',
  group: 'doors',
  title: 'Knock at the door',
  tries: 'Knocks.',
  heldBy: 'The door.',
  languages: 'all',
  uses: [],
  files: [],
  extraFiles: [],
  network: 'none',
  expect: { proof: 'held', status: ['succeeded'] },
};
const group: AttackGroup = {
  id: 'doors',
  title: 'Doors',
  order: 1,
  means: 'The door is open.',
  remedy: 'Close it. '.repeat(20).trim(),
  programs: [program],
};
const outcome = (language: string, faults: string[] = []): AttackOutcome => ({
  language,
  faults,
  passed: faults.length === 0,
  held: [],
  elapsedMs: 1_234,
});

function printed(
  print: (printer: ReturnType<typeof createAttackPrinter>) => void,
  hasColour = false,
): string[] {
  const lines: string[] = [];
  print(createAttackPrinter({ write: (line) => lines.push(line), width: 80, hasColour }));
  return lines;
}

test('a program that was held says what was tried and what held it', () => {
  const lines = printed((printer) => printer.program(program, [outcome('bash'), outcome('python')], group));
  expect(lines).toEqual([
    '  pass  Knock at the door  (knock, 2 images, 1.2 s)',
    '        tried   Knocks.',
    '        held by The door.',
  ]);
});

test('one that was not says where, what it means, what to do and how to try again', () => {
  const outcomes = [outcome('bash', ['It is in.']), outcome('python', ['It is in.']), outcome('c')];
  const lines = printed((printer) => printer.program(program, outcomes, group));
  expect(lines[0]).toBe('  FAIL  Knock at the door  (knock, 3 images, 1.2 s)');
  expect(lines).toContain('        found   bash, python: It is in.');
  expect(lines).toContain('        means   The door is open.');
  expect(lines.filter((line) => line.includes('Close it.')).length).toBeGreaterThan(1);
  expect(lines.at(-1)).toBe('        again   npm run doctor -- --attack=knock');
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
});

test('the opening names what is not attacked, the summary counts', () => {
  const lines = printed((printer) => {
    printer.opening({ programs: 1, attacked: ['bash'], notBuilt: ['rust'] });
    printer.summary({ programs: 1, passed: 1, failed: 2, elapsedMs: 3_400 });
  });
  expect(lines.join('\n')).toMatch(/^1 hostile program against 1 image: bash\nNot built, not attacked: rust/);
  expect(lines.at(-1)).toBe(
    '1 program, 3 attacks in 3 s: 1 passed, 2 failed; 2 got through or proved nothing',
  );
});

test('colour is used only where it is wanted', () => {
  const print = (printer: ReturnType<typeof createAttackPrinter>) => printer.list([group]);
  expect(printed(print).join('')).not.toContain('\u001b');
  expect(printed(print, true).join('')).toContain('\u001b');
});

test('what the runtime does not enforce is said before anything is judged', () => {
  const about = { programs: 2, attacked: ['bash'], notBuilt: [] };
  const weakRuntime = 'own: a program ran in it; not enforced: files';
  expect(printed((printer) => printer.opening(about))).toEqual(['2 hostile programs against 1 image: bash']);
  expect(printed((printer) => printer.opening({ ...about, weakRuntime }))).toEqual([
    '2 hostile programs against 1 image: bash',
    expect.stringMatching(/^Runtime own: .*not enforced: files\. .*has reached that one and not this/),
  ]);
});
