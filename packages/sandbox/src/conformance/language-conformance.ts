import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { LanguagePrograms } from './language-programs.ts';
import { joined, type SandboxHarness, textFile } from './sandbox-harness.ts';

const asFile = (file: { path: string; content: string }) => textFile(file.path, file.content);

function describeInput(harness: SandboxHarness, programs: LanguagePrograms): void {
  const { language } = programs;
  test('is ready, with a version and a sample that runs', async () => {
    const languages = await harness.subject().sandbox.languages();
    const found = languages.find(({ id }) => id === language);
    expect(found).toMatchObject({ status: 'ready', version: expect.stringMatching(/^\d+\.\d+/) });
    if (!found) throw new Error('not listed');
    const { result } = await harness.run({ language, files: [asFile(found.sample)] });
    expect(result).toMatchObject({ status: 'succeeded', exitCode: 0, stderr: '' });
    expect(result.stdout).toContain('container');
  });

  test('says hello in any script, and the events add up to the result', async () => {
    const { result, events } = await harness.run({ language, files: [asFile(programs.hello)] });
    expect(result).toMatchObject({ status: 'succeeded', phase: 'run', exitCode: 0, signal: null });
    expect(result.stdout).toBe('héllo wörld 🌍\n');
    expect(joined(events, 'stdout.delta').toString()).toBe(result.stdout);
    expect(events[0]).toMatchObject({ type: 'run.started', language });
    expect(result.peakMemoryBytes).toBeGreaterThan(100_000);
  });

  test('starts a file whose name looks like an option', async () => {
    const path = `-v${programs.hello.path}`;
    const { result } = await harness.run({ language, files: [asFile({ ...programs.hello, path })] });
    expect(result).toMatchObject({ status: 'succeeded', stdout: 'héllo wörld 🌍\n' });
  });

  test('reads standard input', async () => {
    const { result } = await harness.run({
      language,
      files: [asFile(programs.capitals)],
      stdin: Buffer.from('one\ntwo'),
    });
    expect(result.stdout).toBe('ONE\nTWO\n');
  });

  test('takes arguments as they are', async () => {
    const args = ['plain', 'two words', '$HOME `id` "quoted"', '*', '{args}'];
    const { result } = await harness.run({ language, files: [asFile(programs.args)], args });
    expect(result.stdout).toBe(`${args.join('\n')}\n`);
  });

  test('takes environment variables', async () => {
    const { result } = await harness.run({
      language,
      files: [asFile(programs.environment)],
      env: { GREETING: 'guten Tag = "ja"' },
    });
    expect(result.stdout).toBe('guten Tag = "ja"\n');
  });
}

function describeFailures(harness: SandboxHarness, programs: LanguagePrograms): void {
  const { language } = programs;
  test('gives the exit code and standard error of a failure', async () => {
    const { result } = await harness.run({ language, files: [asFile(programs.exitCode)] });
    expect(result).toMatchObject({
      status: 'failed',
      exitCode: 7,
      signal: null,
      stderr: 'bad',
      stdout: '',
    });
  });

  test('runs programs of several files', async () => {
    const { result } = await harness.run({ language, files: programs.severalFiles.map(asFile) });
    expect(result).toMatchObject({ status: 'succeeded', stdout: '42\n' });
  });

  test('reports code that is not valid', async () => {
    const { syntaxError } = programs;
    const { result } = await harness.run({ language, files: [asFile(syntaxError)] });
    expect(result).toMatchObject({ status: 'failed', phase: syntaxError.phase });
    expect(result.exitCode).toBeGreaterThan(0);
    expect(result.stdout + result.stderr).toMatch(syntaxError.mentions);
  });
}

function describeResults(harness: SandboxHarness, programs: LanguagePrograms): void {
  const { language } = programs;
  test('runs tests with the usual tool', async () => {
    const { tests } = programs;
    const { result } = await harness.run({
      language,
      files: tests.files.map(asFile),
      command: tests.command,
    });
    expect(result).toMatchObject({ status: 'failed', exitCode: 1 });
    expect(result.stdout).toMatch(tests.mentions);
  });

  test('hands over the files below output/', async () => {
    const { result, events, artifactsDirectory } = await harness.run({
      language,
      files: [asFile(programs.artifacts)],
    });
    const expected = [
      { path: 'deep/page.html', mediaType: 'text/html', bytes: 9 },
      { path: 'table.csv', mediaType: 'text/csv', bytes: 8 },
    ];
    expect(result.status).toBe('succeeded');
    expect(result.artifacts.toSorted((a, b) => a.path.localeCompare(b.path))).toEqual(expected);
    expect(events.filter((event) => event.type === 'artifact.found')).toHaveLength(2);
    expect(await readFile(path.join(artifactsDirectory, 'table.csv'), 'utf8')).toBe('a,b\n1,2\n');
  });
}

/** What every language has to do. */
export function describeLanguage(harness: SandboxHarness, programs: LanguagePrograms): void {
  describe(`language ${programs.language}`, () => {
    describeInput(harness, programs);
    describeFailures(harness, programs);
    describeResults(harness, programs);
  });
}
