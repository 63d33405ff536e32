import { livenessSchema } from '@sandsmith/contracts/http/system';
import { defineRoute } from '../../http/route.ts';

export const liveness = defineRoute({
  method: 'get',
  path: '/healthz',
  area: 'system',
  summary: 'Tell that the process answers',
  isAlsoAtRoot: true,
  access: 'public',
  answer: { kind: 'json', status: 200, schema: livenessSchema },
  handler: () => ({ status: 'ok' as const }),
});
