import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { networkModeSchema, runLimitsSchema, runStatusSchema } from '@sandsmith/contracts/domain/run';
import { z } from 'zod';
import type { SandboxFile } from '../sandbox-port.ts';

const patternSchema = z.string().refine((source) => {
  try {
    return new RegExp(source, 'u') !== undefined;
  } catch {
    return false;
  }
}, 'is not a regular expression');

/** The shape of `sandbox-images/<id>/conformance/<case>/case.json`; the case's files are beside it, below `files/`. */
export const languageCaseSchema = z.strictObject({
  /** The file to start: the one named as the language's sample where left out. */
  entry: z.string().optional(),
  args: z.array(z.string()).optional(),
  stdin: z.string().optional(),
  env: z.record(z.string(), z.string()).optional(),
  /** Shell text in place of the language's own compile and run commands. */
  command: z.string().optional(),
  network: networkModeSchema.optional(),
  /** Over the language's own. */
  limits: runLimitsSchema.partial().optional(),
  expect: z.strictObject({
    status: runStatusSchema,
    phase: z.enum(['compile', 'run']).optional(),
    exitCode: z.int().optional(),
    /** Exactly. */
    stdout: z.string().optional(),
    stderr: z.string().optional(),
    stdoutMatches: patternSchema.optional(),
    /** In standard output followed by standard error. */
    outputMatches: patternSchema.optional(),
    /** All collected artifacts: their text by their path below `output/`. */
    artifacts: z.record(z.string(), z.string()).optional(),
  }),
});

export interface LanguageCase extends z.infer<typeof languageCaseSchema> {
  name: string;
  files: SandboxFile[];
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    throw new Error(`${file} cannot be read as JSON`, { cause });
  }
}

async function readFiles(directory: string): Promise<SandboxFile[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(directory, path.join(entry.parentPath, entry.name)))
    .sort();
  return Promise.all(
    paths.map(async (name) => ({ path: name, content: await readFile(path.join(directory, name)) })),
  );
}

/** The cases of one language by name, from its folder in `sandbox-images/`; none where it has none. Throws where one is not valid. */
export async function readLanguageCases(languageDirectory: string): Promise<Map<string, LanguageCase>> {
  const directory = path.join(languageDirectory, 'conformance');
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const cases = await Promise.all(
    names.sort().map(async (name) => {
      const folder = path.join(directory, name);
      const parsed = languageCaseSchema.safeParse(await readJson(path.join(folder, 'case.json')));
      if (!parsed.success) throw new Error(`${folder}/case.json: ${z.prettifyError(parsed.error)}`);
      return { name, ...parsed.data, files: await readFiles(path.join(folder, 'files')) };
    }),
  );
  return new Map(cases.map((found) => [found.name, found]));
}
