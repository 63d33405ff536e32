import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { InstanceSettingRepository } from '@sandsmith/db/repositories/instance-settings';
import { newId } from '@sandsmith/foundation/ids';
import { z } from 'zod';

const idSchema = z.uuid();

/** Names the installation: the same for every server on one database. Stands on every container made for it. */
export async function readInstallationId(settings: InstanceSettingRepository): Promise<string> {
  return idSchema.parse(await settings.setIfAbsent('installation-id', newId()));
}

/** Names this server across restarts, so that it takes up the work that it left when it died. */
export async function readServerId(file: string): Promise<string> {
  try {
    const stored = idSchema.safeParse((await readFile(file, 'utf8')).trim());
    if (stored.success) return stored.data;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const id = newId();
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${id}\n`);
  return id;
}
