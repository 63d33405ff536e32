import { languageListSchema } from '@sandsmith/contracts/http/runs';
import { defineRoute } from '../../http/route.ts';

export const listLanguages = defineRoute({
  method: 'get',
  path: '/languages',
  area: 'runs',
  summary: 'List the languages, their limits and whether they can run now',
  access: 'user',
  answer: { kind: 'json', status: 200, schema: languageListSchema },
  handler: async ({ context }) => ({ languages: await context.sandbox.languages() }),
});
