import type { Ownership } from '@sandsmith/auth/ownership';
import type { Principal } from '@sandsmith/auth/principal';
import type { Checkpoint } from '@sandsmith/contracts/domain/project';
import type { CheckpointRecord, CheckpointRepository } from '@sandsmith/db/repositories/checkpoints';
import { SandsmithError } from '@sandsmith/foundation/errors';
import type { Workspace } from '@sandsmith/workspace/workspace-port';

export interface CheckpointService {
  list(principal: Principal, projectId: string): Promise<Checkpoint[]>;
  create(principal: Principal, projectId: string, checkpoint: { label: string }): Promise<Checkpoint>;
  /** Appends: the files as they were just before are kept too, so that restoring can be undone. */
  restore(principal: Principal, ids: { projectId: string; checkpointId: string }): Promise<Checkpoint>;
}

export interface CheckpointServiceOptions {
  access: Ownership;
  checkpoints: CheckpointRepository;
  workspace: Workspace;
}

export function createCheckpointService(options: CheckpointServiceOptions): CheckpointService {
  const { access, checkpoints, workspace } = options;

  async function keep(projectId: string, label: string, restoredFromId?: string): Promise<CheckpointRecord> {
    const manifest = await workspace.snapshot(projectId);
    return checkpoints.create({ projectId, label, manifest, restoredFromId });
  }

  return {
    async list(principal, projectId) {
      await access.project(principal, projectId);
      return (await checkpoints.listByProject(projectId)).map(toCheckpoint);
    },
    async create(principal, projectId, { label }) {
      await access.project(principal, projectId);
      return toCheckpoint(await keep(projectId, label));
    },
    async restore(principal, { projectId, checkpointId }) {
      await access.project(principal, projectId);
      const wanted = await checkpoints.findById(checkpointId);
      if (wanted?.projectId !== projectId)
        throw new SandsmithError({
          code: 'checkpoint.not-found',
          message:
            'This project has no such checkpoint. List them with GET /api/v1/projects/{id}/checkpoints.',
        });
      const [latest] = await checkpoints.listByProject(projectId);
      const present = await workspace.snapshot(projectId);
      if (!latest || !isSame(latest.manifest, present))
        await keep(projectId, `Before restoring "${wanted.label}"`);
      await workspace.restore(projectId, wanted.manifest);
      return toCheckpoint(await keep(projectId, `Restored "${wanted.label}"`, wanted.id));
    },
  };
}

function isSame(left: CheckpointRecord['manifest'], right: CheckpointRecord['manifest']): boolean {
  const text = (manifest: CheckpointRecord['manifest']) =>
    manifest
      .map(({ path, sha256 }) => `${sha256} ${path}`)
      .sort()
      .join('\n');
  return text(left) === text(right);
}

function toCheckpoint({
  id,
  label,
  fileCount,
  buildId,
  restoredFromId,
  createdAt,
}: CheckpointRecord): Checkpoint {
  return { id, label, fileCount, buildId, restoredFromId, createdAt };
}
