import { healthReportSchema } from '@sandsmith/contracts/domain/health';
import { defineRoute } from '../../http/route.ts';

export const readHealth = defineRoute({
  method: 'get',
  path: '/system/health',
  area: 'system',
  summary: 'Check every part: Node, Docker, images, disk, database, port, shared state, models',
  access: 'user',
  answer: { kind: 'json', status: 200, schema: healthReportSchema },
  handler: ({ context, principal, signal }) => context.health.report(principal, { signal }),
});
