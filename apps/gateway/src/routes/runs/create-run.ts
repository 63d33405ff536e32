import { createRunSchema, runResultSchema } from '@sandsmith/contracts/domain/run';
import { createRunQuerySchema } from '@sandsmith/contracts/http/runs';
import type { Request } from 'express';
import { defineRoute } from '../../http/route.ts';
import type { LiveRun } from '../../runs/run-service.ts';
import { withArtifactUrls } from '../../runs/run-view.ts';
import { sendRunEvents } from '../../runs/send-run-events.ts';

/** 256 files of at most 4 MiB could be a gigabyte: this is the most that all together may take. */
const maxBytes = 16 * 1024 * 1024;

export const createRun = defineRoute({
  method: 'post',
  path: '/runs',
  area: 'runs',
  summary: 'Run a program in a sealed container of its own',
  description:
    'Answers with the result when it ends, or with the events as they come (one JSON object a line) for "Accept: application/x-ndjson". A client that goes away cancels the run, unless onDisconnect=continue.',
  access: 'user',
  query: createRunQuerySchema,
  body: { kind: 'json', schema: createRunSchema, maxBytes, isNulAllowed: true },
  answer: { kind: 'json', status: 200, schema: runResultSchema },
  async handler({ context, principal, query, body, request, response, signal }) {
    const limits = await context.userLimits.apply(principal, body);
    const run = await context.runs.begin(principal, { ...body, limits });
    const forget = query.onDisconnect === 'cancel' ? cancelOnAbort(run, signal) : () => {};
    response.set('Location', `/api/v1/runs/${run.id}`);
    try {
      if (wantsEvents(request)) {
        await sendRunEvents(run, { response, signal, addresses: context.artifactAddresses, principal });
        return undefined;
      }
      return withArtifactUrls(await run.result, context.artifactAddresses, principal);
    } finally {
      forget();
    }
  },
});

function wantsEvents(request: Request): boolean {
  return request.accepts(['application/json', 'application/x-ndjson']) === 'application/x-ndjson';
}

function cancelOnAbort(run: LiveRun, signal: AbortSignal): () => void {
  const onAbort = () => run.cancel('the client went away');
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  return () => signal.removeEventListener('abort', onAbort);
}
