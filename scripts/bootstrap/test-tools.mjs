import { findProgram } from './command.mjs';
import { canInstallPackages, installPackages } from './debian.mjs';
import { BootstrapError } from './report.mjs';

/** Programs that the tests drive for real, and the Debian package each comes in. */
const tools = [
  {
    programs: ['chromium', 'chromium-browser', 'google-chrome'],
    debianPackage: 'chromium',
    purpose: 'the end-to-end tests run in it',
  },
  { programs: ['redis-server'], debianPackage: 'redis-server', purpose: 'the key-value tests run on it' },
];

/** Installs what is missing where that is possible; a missing tool is a fault, never a skipped suite. */
export async function ensureTestTools() {
  for (const { programs, debianPackage, purpose } of tools) {
    if (programs.some(findProgram)) continue;
    if (!canInstallPackages())
      throw new BootstrapError(`${debianPackage} is not installed: ${purpose}.`, [
        `Install it, for example: sudo apt-get install -y ${debianPackage}`,
      ]);
    await installPackages([debianPackage], purpose);
  }
}
