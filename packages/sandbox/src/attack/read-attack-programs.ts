import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { SandsmithError } from '@sandsmith/foundation/errors';
import type { z } from 'zod';
import {
  type AttackGroup,
  type AttackProgram,
  attackFileSchema,
  attackGroupFileSchema,
} from './attack-program.ts';

function unreadable(where: string, cause: unknown): SandsmithError {
  return new SandsmithError({
    code: 'config.invalid',
    message: `The hostile program at ${where} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}. Restore tests/security from the repository.`,
    cause,
  });
}

async function readJson<S extends z.ZodType>(file: string, schema: S): Promise<z.output<S>> {
  try {
    return schema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

async function foldersOf(directory: string): Promise<string[]> {
  try {
    const entries = await readdir(directory, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .sort();
  } catch (cause) {
    throw unreadable(directory, cause);
  }
}

/** Sources that this repository's own tools would take for its code bear one ending more. */
const disguise = /\.hostile$/;

async function readProgram(root: string, group: string, id: string): Promise<AttackProgram> {
  const directory = path.join(root, 'programs', group, id);
  const about = await readJson(path.join(directory, 'program.json'), attackFileSchema);
  if ((about.command === undefined) === (about.entry === undefined))
    throw unreadable(directory, new Error('it must have either a command or an entry'));
  const own = (await readdir(directory)).filter((name) => name !== 'program.json').sort();
  const sources = [
    ...own.map((name) => path.join(directory, name)),
    ...about.uses.map((name) => path.join(root, 'shared', name)),
  ];
  const files = await Promise.all(
    sources.map(async (source) => ({
      path: path.basename(source).replace(disguise, ''),
      content: await readFile(source),
    })),
  ).catch((cause: unknown) => {
    throw unreadable(directory, cause);
  });
  return { ...about, id, group, files };
}

/**
 * Reads every hostile program below `root`: `programs/<group>/<id>/program.json` with its sources beside it, and
 * `shared/`. Throws `config.invalid` where one is not as it should be, and where there is none at all.
 */
export async function readAttackPrograms(root: string): Promise<AttackGroup[]> {
  const programs = path.join(root, 'programs');
  const groups = await Promise.all(
    (await foldersOf(programs)).map(async (id) => ({
      ...(await readJson(path.join(programs, id, 'group.json'), attackGroupFileSchema)),
      id,
      programs: await Promise.all(
        (await foldersOf(path.join(programs, id))).map((program) => readProgram(root, id, program)),
      ),
    })),
  );
  const ids = groups.flatMap((group) => group.programs.map(({ id }) => id));
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice) throw unreadable(programs, new Error(`two programs are named ${twice}`));
  if (ids.length === 0) throw unreadable(programs, new Error('there is none'));
  return groups.sort((a, b) => a.order - b.order);
}

/** The groups with those programs alone that `wanted` (a group's or a program's id) names. Throws where nothing is. */
export function selectAttacks(groups: AttackGroup[], wanted: string | undefined): AttackGroup[] {
  if (wanted === undefined) return groups;
  const chosen = groups
    .map((group) => ({
      ...group,
      programs: group.programs.filter(({ id }) => group.id === wanted || id === wanted),
    }))
    .filter(({ programs }) => programs.length > 0);
  if (chosen.length > 0) return chosen;
  throw new SandsmithError({
    code: 'config.invalid',
    message: `There is no hostile program and no group "${wanted}". The groups are: ${groups.map(({ id }) => id).join(', ')}; "npm run doctor -- --attack=list" names every program.`,
  });
}
