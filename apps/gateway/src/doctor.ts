import { readConfig } from './config.ts';
import { examine } from './doctor/examine.ts';
import { printReport } from './doctor/print-report.ts';
import { failToStart } from './process/fail-to-start.ts';

try {
  const report = await examine(readConfig());
  printReport(report);
  process.exitCode = report.status === 'fail' ? 1 : 0;
} catch (error) {
  failToStart(error);
}
