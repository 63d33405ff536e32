import { requireArtifactReader } from '../../http/artifact-reader.ts';
import { defineRoute } from '../../http/route.ts';
import { sendUntrustedFile } from '../../http/send-untrusted.ts';
import { artifactQuery } from '../runs/params.ts';
import { buildArtifactParams } from './params.ts';

export const readBuildArtifact = defineRoute({
  method: 'get',
  path: '/builds/:id/artifacts/*path',
  area: 'builds',
  summary: 'Read an artifact of a build',
  access: 'artifact',
  params: buildArtifactParams,
  query: artifactQuery,
  answer: { kind: 'raw', status: 200, mediaType: 'application/octet-stream', description: 'The bytes' },
  async handler({ context, principal, params, query, response, signal }) {
    const path = `/api/v1/builds/${params.id}/artifacts/${params.path}`;
    const reader = requireArtifactReader({
      principal,
      path,
      token: query.token,
      addresses: context.artifactAddresses,
    });
    const artifact = await context.builds.artifact(reader, params.id, params.path);
    await sendUntrustedFile(response, { ...artifact, name: params.path, as: artifact, signal });
    return undefined;
  },
});
