import { createHash } from 'node:crypto';
import { defaultRunLimits } from '@sandsmith/contracts/domain/run';
import type { AttackExpectation, AttackProgram } from './attack-program.ts';
import { type Evidence, evidenceOf, harmless, type Observation } from './observation.ts';

export interface Judgement {
  passed: boolean;
  /** What is wrong, one sentence each; safe to print. */
  faults: string[];
  /** What the program said was refused, safe to print. */
  held: string[];
}

/** Beyond the wall time that a run may have: starting, collecting and a busy machine. */
const outsideMs = 30_000;
const maxFaults = 6;

function judgeEvidence(proof: AttackExpectation['proof'], evidence: Evidence[]): string[] {
  const faults = evidence
    .filter(({ word }) => word === 'ESCAPED')
    .map(({ text }) => `It got through: ${text || 'it gives no detail'}.`);
  const has = (word: Evidence['word']) => evidence.some((item) => item.word === word);
  if (proof === 'held' && !has('HELD'))
    faults.push('It shows no attempt that was held, so nothing is proved.');
  if (proof === 'held' && !has('DONE'))
    faults.push('It did not come to its end, so not everything was tried.');
  if (proof === 'begun' && !has('BEGUN'))
    faults.push('It did not get as far as its attempt, so nothing is proved.');
  return faults;
}

/** The first line that is no evidence: where a program could not do its work, it says why there. */
function firstComplaint({ stderr }: Observation): string[] {
  const line = stderr
    .subarray(0, 4096)
    .toString('latin1')
    .split('\n')
    .find((text) => text.trim() !== '' && !/^(HELD|ESCAPED|BEGUN|DONE)\b/.test(text));
  return line === undefined ? [] : [`It said: ${harmless(line)}`];
}

function judgeNeighbour({ beside }: Observation): string[] {
  if (!beside || /^(HELD|ESCAPED)/m.test(beside.toString('latin1'))) return [];
  return ['The program in the sandbox beside it showed nothing, so nothing is proved.'];
}

function judgeVerdict({ expect }: AttackProgram, { result, refused }: Observation): string[] {
  if (expect.refused !== undefined) {
    if (refused === expect.refused) return [];
    return [
      refused === undefined
        ? `The request was to be refused (${expect.refused}), but a program ran.`
        : `The request was refused with ${refused} instead of ${expect.refused}.`,
    ];
  }
  if (refused !== undefined) return [`The request was refused with ${refused}, so the program never ran.`];
  if (!result) return ['The run gave no result.'];
  const faults: string[] = [];
  const because = result.message ? ` (${harmless(result.message)})` : '';
  if (!expect.status.includes(result.status))
    faults.push(`The verdict is ${result.status}${because}, not ${expect.status.join(' or ')}.`);
  if (expect.exitCode !== undefined && result.exitCode !== expect.exitCode)
    faults.push(`The exit code is told as ${result.exitCode}, not ${expect.exitCode}.`);
  if (expect.signal !== undefined && result.signal !== expect.signal)
    faults.push(`The signal is told as ${result.signal}, not ${expect.signal}.`);
  if (expect.limit && !expect.limit.includes(result.limit ?? ''))
    faults.push(`The limit is told as ${result.limit ?? 'none'}, not ${expect.limit.join(' or ')}.`);
  return faults;
}

function judgeOutput({ stdout: expected }: AttackExpectation, { stdout }: Observation): string[] {
  if (!expected) return [];
  const faults = expected.has
    .filter((text) => !stdout.includes(text))
    .map((text) => `Its output lacks "${harmless(text)}".`);
  if (expected.sha256 && createHash('sha256').update(stdout).digest('hex') !== expected.sha256)
    faults.push(`Its output did not arrive as it was written (${stdout.length} bytes came).`);
  if (expected.maxBytes !== undefined && stdout.length > expected.maxBytes)
    faults.push(`${stdout.length} bytes of output came through, more than ${expected.maxBytes}.`);
  return faults;
}

function judgeArtifacts(expect: AttackExpectation, { result, collected }: Observation): string[] {
  const faults = collected
    .filter(({ kind }) => kind === 'other')
    .map(({ path }) => `"${harmless(path)}" was collected and is no regular file.`);
  const { paths, maxFiles, maxBytes, lack } = expect.artifacts ?? {};
  const found = collected.map(({ path }) => path).sort();
  const told = (result?.artifacts ?? []).map(({ path }) => path).sort();
  if (found.join('\0') !== told.join('\0')) faults.push('The artifacts told are not those that were stored.');
  if (paths && [...paths].sort().join('\0') !== found.join('\0'))
    faults.push(`The artifacts are [${harmless(found.join(', '))}], not [${paths.join(', ')}].`);
  if (maxFiles !== undefined && found.length > maxFiles)
    faults.push(`${found.length} artifacts were collected, more than ${maxFiles}.`);
  const bytes = collected.reduce((sum, file) => sum + file.bytes, 0);
  if (maxBytes !== undefined && bytes > maxBytes)
    faults.push(`Artifacts of ${bytes} bytes were collected, more than ${maxBytes}.`);
  if (lack !== undefined && collected.some(({ content }) => content.includes(lack)))
    faults.push('An artifact holds what the program must not reach.');
  for (const { path, reason } of expect.skipped ?? []) {
    const isTold = result?.skippedArtifacts.some(
      (item) => item.path === path && item.reason.includes(reason),
    );
    if (!isTold) faults.push(`"${harmless(path)}" is not listed as skipped with a reason of "${reason}".`);
  }
  return faults;
}

function judgeAftermath({ limits, expect }: AttackProgram, seen: Observation): string[] {
  const faults: string[] = [];
  const wallTimeMs = seen.result?.limits?.wallTimeMs ?? limits?.wallTimeMs ?? defaultRunLimits.wallTimeMs;
  const allowedMs = expect.withinMs ?? wallTimeMs + outsideMs;
  if (seen.elapsedMs > allowedMs)
    faults.push(`It kept the sandbox for ${Math.round(seen.elapsedMs)} ms, longer than ${allowedMs} ms.`);
  if (seen.refused === undefined && seen.finishedEvents !== 1)
    faults.push(`${seen.finishedEvents} results were told for one run.`);
  if (seen.nextRunFault) faults.push(`The next run in this language: ${seen.nextRunFault}`);
  if (seen.leftovers.length > 0)
    faults.push(`It left behind in the engine: ${harmless(seen.leftovers.join(', '))}.`);
  return faults;
}

/** Holds what was seen of a hostile program against what must be. */
export function judge(program: AttackProgram, seen: Observation): Judgement {
  const { mayBeRefused } = program.expect;
  if (mayBeRefused !== undefined && seen.refused === mayBeRefused) {
    const faults = judgeAftermath(program, seen);
    return { passed: faults.length === 0, faults, held: [`the request is refused: ${mayBeRefused}`] };
  }
  const evidence = evidenceOf(seen);
  const faults = [
    ...judgeEvidence(program.expect.proof, evidence),
    ...judgeNeighbour(seen),
    ...judgeVerdict(program, seen),
    ...judgeOutput(program.expect, seen),
    ...judgeArtifacts(program.expect, seen),
    ...judgeAftermath(program, seen),
  ];
  if (faults.length > 0) faults.push(...firstComplaint(seen));
  const shown = faults.slice(0, maxFaults);
  if (faults.length > maxFaults) shown.push(`${faults.length - maxFaults} more faults.`);
  const held = evidence.filter(({ word }) => word === 'HELD').map(({ text }) => text);
  return { passed: faults.length === 0, faults: shown, held };
}
