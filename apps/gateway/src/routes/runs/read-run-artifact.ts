import { requireArtifactReader } from '../../http/artifact-reader.ts';
import { defineRoute } from '../../http/route.ts';
import { sendUntrustedFile } from '../../http/send-untrusted.ts';
import { artifactQuery, runArtifactParams } from './params.ts';

export const readRunArtifact = defineRoute({
  method: 'get',
  path: '/runs/:id/artifacts/*path',
  area: 'runs',
  summary: 'Read an artifact of a run',
  access: 'artifact',
  params: runArtifactParams,
  query: artifactQuery,
  answer: { kind: 'raw', status: 200, mediaType: 'application/octet-stream', description: 'The bytes' },
  async handler({ context, principal, params, query, response, signal }) {
    const path = `/api/v1/runs/${params.id}/artifacts/${params.path}`;
    const reader = requireArtifactReader({
      principal,
      path,
      token: query.token,
      addresses: context.artifactAddresses,
    });
    await context.access.run(reader, params.id);
    const artifact = await context.runs.artifact(params.id, params.path);
    await sendUntrustedFile(response, { ...artifact, name: params.path, as: artifact, signal });
    return undefined;
  },
});
