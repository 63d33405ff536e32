import { isSandsmithError, SandsmithError } from '@sandsmith/foundation/errors';
import { type Config, readConfig } from './config.ts';
import { attackInstallation } from './doctor/attack.ts';
import { type AttackRequest, readDoctorRequest } from './doctor/attack-request.ts';
import { examine } from './doctor/examine.ts';
import { createAttackPrinter } from './doctor/print-attacks.ts';
import { printReport } from './doctor/print-report.ts';
import { failToStart } from './process/fail-to-start.ts';

async function look(config: Config): Promise<boolean> {
  const report = await examine(config);
  printReport(report);
  return report.status !== 'fail';
}

async function attack(config: Config, request: AttackRequest): Promise<boolean> {
  const controller = new AbortController();
  const stopped = new SandsmithError({
    code: 'server.stopping',
    message: 'The attack was stopped before its end: what was not tried is not known to be held.',
  });
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => controller.abort(stopped));
  const { isTTY, columns } = process.stdout;
  const printer = createAttackPrinter({
    write: console.log,
    width: columns ?? 100,
    hasColour: isTTY === true && !process.env['NO_COLOR'],
  });
  return attackInstallation(config, { request, printer, signal: controller.signal });
}

try {
  const request = readDoctorRequest(process.argv.slice(2));
  const config = readConfig();
  const isWell = request.attack ? await attack(config, request.attack) : await look(config);
  process.exitCode = isWell ? 0 : 1;
} catch (error) {
  if (isSandsmithError(error)) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  } else failToStart(error);
}
