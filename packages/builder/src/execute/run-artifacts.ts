import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { RunResult } from '@sandsmith/contracts/domain/run';
import type { ArtifactRecord } from '@sandsmith/db/repositories/build-records';

async function hashFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

export type NewArtifact = Omit<ArtifactRecord, 'createdAt'>;

/** What a run newly made or changed below output/; what it only inherited is no artifact of its own. */
export async function newArtifacts(options: {
  result: Pick<RunResult, 'artifacts'>;
  /** Absolute folder of all artifacts of the project, and the run's folder below it. */
  root: string;
  folder: string;
  stepId: string;
  inherited: Map<string, string>;
}): Promise<NewArtifact[]> {
  const { result, root, folder, stepId, inherited } = options;
  const found: NewArtifact[] = [];
  for (const { path: name, mediaType, bytes } of result.artifacts) {
    const storedPath = path.posix.join(folder, name);
    const file = path.join(root, storedPath);
    const sha256 = await hashFile(file);
    if (inherited.get(name) === sha256) await rm(file, { force: true });
    else found.push({ path: name, stepId, mediaType, bytes, sha256, storedPath });
  }
  return found;
}
