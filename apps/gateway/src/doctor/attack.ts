import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SandsmithError } from '@sandsmith/foundation/errors';
import { newId } from '@sandsmith/foundation/ids';
import { silentLogger } from '@sandsmith/foundation/logger';
import type { AttackGroup } from '@sandsmith/sandbox/attack/attack-program';
import {
  type AttackSuite,
  attackableLanguages,
  createAttackSuite,
} from '@sandsmith/sandbox/attack/attack-suite';
import { createEngineLeftovers } from '@sandsmith/sandbox/attack/engine-leftovers';
import { readAttackPrograms, selectAttacks } from '@sandsmith/sandbox/attack/read-attack-programs';
import type { Sandbox } from '@sandsmith/sandbox/sandbox-port';
import { type Config, dataPaths } from '../config.ts';
import { createSandbox } from '../context/create-work.ts';
import { prepareDataDirectory } from '../context/data-directory.ts';
import type { AttackRequest } from './attack-request.ts';
import type { AttackPrinter, AttackTotals } from './print-attacks.ts';

const programsDirectory = fileURLToPath(new URL('../../../../tests/security', import.meta.url));
/** Enough to be done soon, few enough that programs which take the whole machine do not disturb each other. */
const imagesAtATime = 2;

/** A name of its own: closing removes only what the attack itself started, and a server may run meanwhile. */
const newInstanceId = () => `attack-${newId()}`;

async function refuseWhereNothingRuns(sandbox: Sandbox, attacked: string[]): Promise<void> {
  const reason = await sandbox.unavailableReason();
  if (reason === undefined && attacked.length > 0) return;
  throw new SandsmithError({
    code: 'sandbox.unavailable',
    message: `Nothing can be attacked: ${reason ?? 'the image is not built. Build it with "npm run images".'}`,
  });
}

/** What the chosen runtime does not enforce, where there is something. */
async function weakRuntimeOf(sandbox: Sandbox): Promise<string | undefined> {
  const check = (await sandbox.checks()).find(({ id }) => id === 'sandbox.runtime');
  return check?.status === 'warn' ? check.detail : undefined;
}

function refuseNothing(languages: string[]): never {
  throw new SandsmithError({
    code: 'request.invalid',
    message: `None of the chosen programs is for ${languages.join(', ')}: nothing was tried. Leave "--language" out, or choose others of "--attack=list".`,
  });
}

async function attackAll(
  groups: AttackGroup[],
  { suite, printer, signal }: { suite: AttackSuite; printer: AttackPrinter; signal: AbortSignal },
): Promise<AttackTotals> {
  const startedMs = performance.now();
  const totals = { programs: 0, passed: 0, failed: 0 };
  for (const group of groups) {
    const programs = group.programs.filter((program) => suite.languagesOf(program).length > 0);
    if (programs.length > 0) printer.group(group);
    for (const program of programs) {
      const outcomes = await suite.attack(program, { signal });
      printer.program(program, outcomes, group);
      totals.programs += 1;
      for (const { passed } of outcomes) totals[passed ? 'passed' : 'failed'] += 1;
    }
  }
  return { ...totals, elapsedMs: performance.now() - startedMs };
}

/**
 * Runs hostile programs in sandboxes of this installation and prints what became of each. Tells whether all were held;
 * throws where none could be run.
 */
export async function attackInstallation(
  config: Config,
  { request, printer, signal }: { request: AttackRequest; printer: AttackPrinter; signal: AbortSignal },
): Promise<boolean> {
  const groups = selectAttacks(await readAttackPrograms(programsDirectory), request.wanted);
  if (request.isList) {
    printer.list(groups);
    return true;
  }
  await prepareDataDirectory(config);
  const { temporary } = dataPaths(config);
  await mkdir(temporary, { recursive: true });
  const directory = await mkdtemp(join(temporary, 'attack-'));
  const instanceId = newInstanceId();
  const sandbox = createSandbox({ config, logger: silentLogger, instanceId });
  try {
    await sandbox.start();
    const languages = await attackableLanguages(sandbox, request.language);
    await refuseWhereNothingRuns(sandbox, languages.attacked);
    const suite = createAttackSuite({
      sandbox,
      languages: languages.attacked,
      directory,
      concurrency: imagesAtATime,
      leftovers: createEngineLeftovers({ instanceId, engineHost: config.docker.host }),
    });
    const programs = groups
      .flatMap((group) => group.programs)
      .filter((item) => suite.languagesOf(item).length > 0);
    if (programs.length === 0) refuseNothing(languages.attacked);
    printer.opening({ programs: programs.length, ...languages, weakRuntime: await weakRuntimeOf(sandbox) });
    const totals = await attackAll(groups, { suite, printer, signal });
    printer.summary(totals);
    return totals.failed === 0 && totals.passed > 0;
  } finally {
    await sandbox.close();
    await rm(directory, { recursive: true, force: true });
  }
}
