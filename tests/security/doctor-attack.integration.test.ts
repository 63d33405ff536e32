import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { buildImages } from '@sandsmith/sandbox/docker/build-images';

const entry = createRequire(import.meta.url).resolve('@sandsmith/gateway/doctor');
let dataDirectory: string;

beforeAll(async () => {
  await buildImages({ languages: ['bash'], onProgress: () => {}, signal: AbortSignal.timeout(600_000) });
  dataDirectory = await mkdtemp(join(tmpdir(), 'doctor-attack-'));
}, 600_000);
afterAll(() => rm(dataDirectory, { recursive: true, force: true }));

/** Runs the doctor as `npm run doctor -- …` does. */
function doctor(given: string[], env: Record<string, string> = {}): Promise<{ code: number; text: string }> {
  const environment = {
    ...process.env,
    DATA_DIR: dataDirectory,
    NODE_OPTIONS: '',
    NODE_NO_WARNINGS: '1',
    ...env,
  };
  return new Promise((resolve) => {
    execFile(process.execPath, [entry, ...given], { env: environment }, (error, stdout, stderr) => {
      const code = typeof error?.code === 'number' ? error.code : 0;
      resolve({ code, text: `${stdout}${stderr}` });
    });
  });
}

test('attacks with one program on one image, says what was tried and what held it, and leaves nothing', async () => {
  const { code, text } = await doctor(['--attack=become-root', '--language=bash']);
  expect(text).toMatch(/^1 hostile program against 1 image: bash\n/);
  expect(text).toMatch(
    /pass {2}Become root {2}\(become-root, 1 image, [\d.]+ s\)\n +tried +\S.*\n +held by \S/,
  );
  expect(text).toMatch(/1 program, 1 attack in \d+ s: 1 passed, 0 failed; all were held\n$/);
  expect(text).not.toContain('\u001b');
  expect(code).toBe(0);
  expect(await readdir(join(dataDirectory, 'tmp'))).toEqual([]);
}, 120_000);

test('names what there is', async () => {
  const { code, text } = await doctor(['--attack=list']);
  expect(code).toBe(0);
  expect(text).toMatch(/^container {2}Out of the container$/m);
  expect(text).toMatch(/^ {2}forged-verdict +Forge a verdict/m);
});

test.each([
  [['--attack=no-such'], {}, /no hostile program and no group "no-such"/],
  [['--attack', '--language=cobol'], {}, /There is no language "cobol"/],
  [
    ['--attack=languages', '--language=bash'],
    {},
    /None of the chosen programs is for bash: nothing was tried/,
  ],
  [['--atack'], {}, /does not know "--atack"/],
  [['--attack'], { DOCKER_HOST: 'unix:///nowhere/docker.sock' }, /(could not be reached|No engine)/],
])(
  '%j with %j fails, saying why',
  async (given, env, reason) => {
    const { code, text } = await doctor(given, env);
    expect(code).toBe(1);
    expect(text).toMatch(reason);
    expect(text).not.toMatch(/\n {4}at /);
  },
  60_000,
);
