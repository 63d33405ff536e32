import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { LanguageDefinition } from '../languages/language-definition.ts';
import { effectiveLimits } from '../languages/language-registry.ts';
import type { LanguageCase } from './language-cases.ts';
import { joined, type Outcome, type SandboxHarness, textFile } from './sandbox-harness.ts';

/** What a language has to show. */
export interface LanguageSubject {
  language: LanguageDefinition;
  cases: Map<string, LanguageCase>;
}

const caseTimeoutMs = 60_000;
const installTimeoutMs = 300_000;

function runCase(
  harness: SandboxHarness,
  { language }: LanguageSubject,
  { files, entry, ...asked }: Omit<LanguageCase, 'name' | 'expect'>,
): Promise<Outcome> {
  const { sample } = language;
  const own = files.some((file) => file.path === sample.path) ? sample.path : files[0]?.path;
  return harness.run({
    language: language.id,
    files,
    ...(asked.command === undefined && { entry: entry ?? own }),
    ...(asked.args && { args: asked.args }),
    ...(asked.stdin !== undefined && { stdin: Buffer.from(asked.stdin) }),
    ...(asked.env && { env: asked.env }),
    ...(asked.command !== undefined && { command: asked.command }),
    network: asked.network ?? 'none',
    limits: effectiveLimits(language, asked.limits),
  });
}

async function readArtifacts(directory: string): Promise<Record<string, string>> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  const texts = paths.map(async (file) => [path.relative(directory, file), await readFile(file, 'utf8')]);
  return Object.fromEntries(await Promise.all(texts));
}

async function expectOutcome(outcome: Outcome, expected: LanguageCase['expect']): Promise<void> {
  const { stdoutMatches, outputMatches, artifacts, ...exact } = expected;
  const { result, events, artifactsDirectory } = outcome;
  // One comparison, so that a failure shows what the program said.
  expect(result).toMatchObject({
    stderr: expect.any(String),
    ...(stdoutMatches !== undefined && { stdout: expect.stringMatching(new RegExp(stdoutMatches, 'u')) }),
    ...exact,
  });
  if (outputMatches !== undefined)
    expect(result.stdout + result.stderr).toMatch(new RegExp(outputMatches, 'u'));
  expect(joined(events, 'stdout.delta').toString()).toBe(result.stdout);
  expect(joined(events, 'stderr.delta').toString()).toBe(result.stderr);
  expect(events).toContainEqual(expect.objectContaining({ type: 'run.started', language: result.language }));
  if (!artifacts) return;
  expect(await readArtifacts(artifactsDirectory)).toEqual(artifacts);
  expect(result.artifacts.map((artifact) => artifact.path).toSorted()).toEqual(
    Object.keys(artifacts).toSorted(),
  );
}

function describeReadiness(harness: SandboxHarness, subject: LanguageSubject): void {
  const { language, cases } = subject;
  test('is ready, with a version and a sample that runs', async () => {
    const languages = await harness.subject().sandbox.languages();
    const found = languages.find(({ id }) => id === language.id);
    expect(found).toMatchObject({ status: 'ready', version: expect.stringMatching(/^\d+\.\d+/) });
    const files = [textFile(language.sample.path, language.sample.content)];
    const { result } = await runCase(harness, subject, { files });
    expect(result).toMatchObject({
      status: 'succeeded',
      phase: 'run',
      exitCode: 0,
      signal: null,
      stderr: '',
    });
    expect(result.stdout).toContain('container');
    expect(result.peakMemoryBytes).toBeGreaterThan(100_000);
  });

  test('starts a file whose name has spaces and looks like an option', async () => {
    const [file] = cases.get('hello')?.files ?? [];
    if (!file || !('content' in file)) throw new Error('the case hello has no file');
    const files = [{ ...file, path: `-v 1 ${file.path}` }];
    const { result } = await runCase(harness, subject, { files });
    expect(result).toMatchObject({ status: 'succeeded', stdout: 'héllo wörld 🌍\n', stderr: '' });
  });
}

/** What every language has to do: start, and run the cases of its folder. */
export function describeLanguage(harness: SandboxHarness, subject: LanguageSubject): void {
  describe(`language ${subject.language.id}`, () => {
    describeReadiness(harness, subject);
    for (const { name, expect: expected, ...asked } of subject.cases.values()) {
      const timeoutMs = asked.network === 'packages' ? installTimeoutMs : caseTimeoutMs;
      test(name, async () => expectOutcome(await runCase(harness, subject, asked), expected), timeoutMs);
    }
  });
}
