import { once } from 'node:events';
import type { Principal } from '@sandsmith/auth/principal';
import type { RunEvent } from '@sandsmith/contracts/events/run-events';
import type { Response } from 'express';
import type { ArtifactAddresses } from '../http/artifact-addresses.ts';
import type { LiveRun } from './run-service.ts';
import { withArtifactUrls } from './run-view.ts';

/** One JSON object a line, as fast as the client reads and no faster. */
export async function sendRunEvents(
  run: LiveRun,
  options: { response: Response; signal: AbortSignal; addresses: ArtifactAddresses; principal: Principal },
): Promise<void> {
  const { response, signal, addresses, principal } = options;
  const tell = (event: RunEvent): RunEvent =>
    event.type === 'run.finished'
      ? { ...event, result: withArtifactUrls(event.result, addresses, principal) }
      : event;
  response.status(200).set({
    'Content-Type': 'application/x-ndjson; charset=utf-8',
    'Cache-Control': 'no-store',
    // Proxies such as nginx would hold the lines back.
    'X-Accel-Buffering': 'no',
  });
  response.flushHeaders();
  for await (const event of run.follow({ signal })) {
    if (!response.write(`${JSON.stringify(tell(event))}\n`)) await once(response, 'drain', { signal });
  }
  response.end();
}
