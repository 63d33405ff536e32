import type { Principal } from '@sandsmith/auth/principal';
import type { RunResult } from '@sandsmith/contracts/domain/run';
import type { runViewSchema } from '@sandsmith/contracts/http/runs';
import type { RunRecord } from '@sandsmith/db/repositories/runs';
import type { z } from 'zod';
import type { ArtifactAddresses } from '../http/artifact-addresses.ts';

export function withArtifactUrls(
  result: RunResult,
  addresses: ArtifactAddresses,
  { userId }: Principal,
): RunResult {
  return {
    ...result,
    artifacts: result.artifacts.map((artifact) => ({
      ...artifact,
      url: addresses.sign(`/api/v1/runs/${result.id}/artifacts/${artifact.path}`, userId),
    })),
  };
}

export function toRunView(
  run: RunRecord,
  addresses: ArtifactAddresses,
  principal: Principal,
): z.input<typeof runViewSchema> {
  if (run.result) return withArtifactUrls(run.result, addresses, principal);
  return { id: run.id, language: run.language, status: run.status };
}
