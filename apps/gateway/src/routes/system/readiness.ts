import { readinessSchema } from '@sandsmith/contracts/http/system';
import { defineRoute } from '../../http/route.ts';

export const readiness = defineRoute({
  method: 'get',
  path: '/readyz',
  area: 'system',
  summary: 'Tell whether requests can be served',
  description: 'Answers 503 while the database does not answer or the server is stopping.',
  isAlsoAtRoot: true,
  access: 'public',
  answer: { kind: 'json', status: 200, schema: readinessSchema },
  async handler({ context }) {
    await context.checkReady();
    return { status: 'ready' as const };
  },
});
