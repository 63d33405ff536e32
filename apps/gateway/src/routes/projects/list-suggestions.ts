import { suggestionListSchema } from '@sandsmith/contracts/http/projects';
import { defineRoute } from '../../http/route.ts';
import { projectParams } from './params.ts';

export const listSuggestions = defineRoute({
  method: 'get',
  path: '/projects/:id/suggestions',
  area: 'projects',
  summary: "Suggest requests that work with the project's documents",
  access: 'user',
  params: projectParams,
  answer: { kind: 'json', status: 200, schema: suggestionListSchema },
  async handler({ context, principal, params }) {
    return { suggestions: await context.documents.suggest(principal, params.id) };
  },
});
