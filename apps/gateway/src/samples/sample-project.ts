import { copyFile, mkdir, readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Principal } from '@sandsmith/auth/principal';
import { hashBytes } from '@sandsmith/crypto/tokens';
import type { InstanceSettingRepository } from '@sandsmith/db/repositories/instance-settings';
import type { ProjectRepository } from '@sandsmith/db/repositories/projects';
import { delay } from '@sandsmith/foundation/delay';
import { newId } from '@sandsmith/foundation/ids';
import type { Logger } from '@sandsmith/foundation/logger';
import type { Sandbox } from '@sandsmith/sandbox/sandbox-port';
import { z } from 'zod';
import type { BuildService } from '../builds/build-service.ts';
import type { DocumentService } from '../documents/document-service.ts';

const file = fileURLToPath(new URL('../../samples/seattle-weather.csv', import.meta.url));
const project = {
  name: 'Seattle weather',
  description:
    'A sample to look around in: daily weather in Seattle from 2012 to 2015. Data: NOAA, Global Historical Climatology Network, public domain.',
};
const spec = 'Average maximum temperature by month as a bar chart, and the five wettest days';
const settingKey = 'sample-project';
const progressSchema = z.object({ projectId: z.string(), isBuilt: z.boolean() });
const lookForDockerEveryMs = 5_000;

export interface SampleProject {
  /** Makes what is missing of the sample; the build begins when programs can run. Goes on in the background. */
  start(administrator: Principal): Promise<void>;
  close(): Promise<void>;
}

export interface SampleProjectOptions {
  settings: InstanceSettingRepository;
  projects: ProjectRepository;
  documents: DocumentService;
  builds: BuildService;
  sandbox: Sandbox;
  incomingDirectory: string;
  logger: Logger;
}

/**
 * What a newcomer finds after the first sign-in. How far it came is kept with the installation: a restart goes on
 * there, and who deletes the sample does not get it back.
 */
export function createSampleProject(options: SampleProjectOptions): SampleProject {
  const { settings, logger } = options;
  const stopping = new AbortController();
  let building: Promise<void> = Promise.resolve();

  return {
    async start(administrator) {
      const stored = progressSchema.safeParse(await settings.get(settingKey)).data;
      if (stored?.isBuilt) return;
      const projectId = await ensureProject(administrator, stored?.projectId, options);
      if (projectId === undefined) return;
      building = build({ administrator, projectId, signal: stopping.signal }, options).catch(
        (error: unknown) => {
          if (!stopping.signal.aborted) logger.warn({ err: error }, 'the sample could not be built');
        },
      );
    },
    async close() {
      stopping.abort(new DOMException('stopping', 'AbortError'));
      await building;
    },
  };
}

/** Each part is looked for before it is made, as a start may end between any two of them. */
async function ensureProject(
  administrator: Principal,
  known: string | undefined,
  { settings, projects, documents, incomingDirectory }: SampleProjectOptions,
): Promise<string | undefined> {
  const ownerId = administrator.userId;
  const existing = (await projects.listByOwner(ownerId)).find(({ isSample }) => isSample);
  if (known !== undefined && !existing) return undefined;
  const { id } = existing ?? (await projects.create({ ownerId, ...project, isSample: true }));
  await settings.set(settingKey, { projectId: id, isBuilt: false });
  if ((await documents.list(administrator, id)).length === 0)
    await addDocument(id, documents, incomingDirectory);
  return id;
}

async function addDocument(
  projectId: string,
  documents: DocumentService,
  incomingDirectory: string,
): Promise<void> {
  const directory = join(incomingDirectory, newId());
  await mkdir(directory, { recursive: true });
  try {
    const path = join(directory, 'document');
    await copyFile(file, path);
    const content = await readFile(path);
    await documents.take(projectId, [
      { name: basename(file), format: 'csv', path, bytes: content.length, sha256: hashBytes(content) },
    ]);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function build(
  sample: { administrator: Principal; projectId: string; signal: AbortSignal },
  { settings, projects, builds, sandbox }: SampleProjectOptions,
): Promise<void> {
  const { administrator, projectId, signal } = sample;
  while (!(await canRunPython(sandbox))) await delay(lookForDockerEveryMs, signal);
  signal.throwIfAborted();
  const isThere = (await projects.findById(projectId)) !== undefined;
  if (isThere && (await builds.list(administrator, projectId)).length === 0)
    await builds.create(administrator, projectId, { spec, approval: 'automatic', provider: 'builtin' });
  await settings.set(settingKey, { projectId, isBuilt: true });
}

async function canRunPython(sandbox: Sandbox): Promise<boolean> {
  if ((await sandbox.unavailableReason()) !== undefined) return false;
  return (await sandbox.languages()).some(({ id, status }) => id === 'python' && status === 'ready');
}
