import { writeRunStdinQuerySchema } from '@sandsmith/contracts/http/runs';
import { readBody } from '../../http/read-body.ts';
import { defineRoute } from '../../http/route.ts';
import { closed } from '../../runs/run-input.ts';
import { runParams } from './params.ts';

const maxBytes = 4 * 1024 * 1024;

export const writeRunStdin = defineRoute({
  method: 'post',
  path: '/runs/:id/stdin',
  area: 'runs',
  summary: 'Send more standard input to a run',
  description:
    'For a run that was started with "keepStdinOpen". Answers when the program has room for more; "?end=true" closes its input after these bytes, of which there may be none.',
  access: 'user',
  params: runParams,
  query: writeRunStdinQuerySchema,
  body: { kind: 'raw', mediaType: 'application/octet-stream', description: 'The bytes' },
  answer: { kind: 'empty', status: 204 },
  async handler({ context, principal, params, query, request }) {
    await context.access.run(principal, params.id);
    const run = context.runs.live(params.id);
    if (!run) throw closed();
    await run.write(await readBody(request, { maxBytes }));
    if (query.end === 'true') run.endStdin();
    return undefined;
  },
});
