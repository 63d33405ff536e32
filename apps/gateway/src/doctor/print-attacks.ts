import type { AttackGroup, AttackProgram } from '@sandsmith/sandbox/attack/attack-program';
import type { AttackOutcome } from '@sandsmith/sandbox/attack/attack-suite';

export interface AttackTotals {
  programs: number;
  passed: number;
  failed: number;
  elapsedMs: number;
}

export interface AttackPrinter {
  /** What is about to be attacked. */
  opening(about: {
    programs: number;
    attacked: string[];
    notBuilt: string[];
    /** What the chosen runtime does not enforce. */
    weakRuntime?: string | undefined;
  }): void;
  group(group: AttackGroup): void;
  program(program: AttackProgram, outcomes: AttackOutcome[], group: AttackGroup): void;
  summary(totals: AttackTotals): void;
  /** The names of everything, for choosing. */
  list(groups: AttackGroup[]): void;
}

export interface AttackPrinterOptions {
  write: (line: string) => void;
  /** Columns of the terminal. */
  width: number;
  hasColour: boolean;
}

const labelWidth = 8;
const indent = 8;

/** Breaks text into lines of at most `width` characters, at spaces. */
function wrap(text: string, width: number): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line !== '' && line.length + word.length + 1 > width) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines;
}

function countOf(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`;
}

/** The same fault on several images is told once. */
function faultsByImage(outcomes: AttackOutcome[]): { fault: string; languages: string[] }[] {
  const found = new Map<string, string[]>();
  for (const { language, faults } of outcomes) {
    for (const fault of faults) found.set(fault, [...(found.get(fault) ?? []), language]);
  }
  return [...found].map(([fault, languages]) => ({ fault, languages }));
}

/** Tells an attack as it goes on: one block a program, what was tried, what held it or what to do. */
export function createAttackPrinter({ write, width, hasColour }: AttackPrinterOptions): AttackPrinter {
  const textWidth = Math.max(40, Math.min(width, 110) - indent - labelWidth);
  const paint = (code: number, text: string) => (hasColour ? `\u001b[${code}m${text}\u001b[0m` : text);

  function say(label: string, text: string): void {
    const [first = '', ...rest] = wrap(text, textWidth);
    write(`${' '.repeat(indent)}${paint(2, label.padEnd(labelWidth))}${first}`);
    for (const line of rest) write(`${' '.repeat(indent + labelWidth)}${line}`);
  }

  function sayFailure(program: AttackProgram, outcomes: AttackOutcome[], group: AttackGroup): void {
    for (const { fault, languages } of faultsByImage(outcomes))
      say('found', `${languages.join(', ')}: ${fault}`);
    say('means', program.means ?? group.means);
    say('do', program.remedy ?? group.remedy);
    say('again', `npm run doctor -- --attack=${program.id}`);
  }

  return {
    opening({ programs, attacked, notBuilt, weakRuntime }) {
      write(
        `${countOf(programs, 'hostile program')} against ${countOf(attacked.length, 'image')}: ${attacked.join(', ')}`,
      );
      if (notBuilt.length > 0)
        write(`Not built, not attacked: ${notBuilt.join(', ')} (npm run images builds them)`);
      if (weakRuntime)
        write(
          `Runtime ${weakRuntime}. Where it has a kernel of its own, as gVisor has, what "reached the kernel" below has reached that one and not this machine's.`,
        );
    },
    group({ title }) {
      write('');
      write(paint(1, title));
    },
    program(program, outcomes, group) {
      const passed = outcomes.every((outcome) => outcome.passed);
      const seconds = (Math.max(0, ...outcomes.map(({ elapsedMs }) => elapsedMs)) / 1000).toFixed(1);
      const mark = passed ? paint(32, 'pass') : paint(31, 'FAIL');
      write(
        `  ${mark}  ${program.title}  ${paint(2, `(${program.id}, ${countOf(outcomes.length, 'image')}, ${seconds} s)`)}`,
      );
      say('tried', program.tries);
      if (passed) say('held by', program.heldBy);
      else sayFailure(program, outcomes, group);
    },
    summary({ programs, passed, failed, elapsedMs }) {
      write('');
      const runs = countOf(passed + failed, 'attack');
      const verdict =
        failed === 0 ? paint(32, 'all were held') : paint(31, `${failed} got through or proved nothing`);
      write(
        `${countOf(programs, 'program')}, ${runs} in ${Math.round(elapsedMs / 1000)} s: ${passed} passed, ${failed} failed; ${verdict}`,
      );
    },
    list(groups) {
      for (const { id, title, programs } of groups) {
        write(`${id}  ${paint(2, title)}`);
        for (const program of programs) write(`  ${program.id.padEnd(26)}${program.title}`);
      }
    },
  };
}
