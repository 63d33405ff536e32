import {
  type BuildStatus,
  type BuildView,
  buildSchema,
  finishedBuildStatuses,
} from '@sandsmith/contracts/domain/build';
import { projectSchema } from '@sandsmith/contracts/domain/project';
import { type BuildEvent, buildEventPageSchema } from '@sandsmith/contracts/events/build-events';
import { createdBuildSchema } from '@sandsmith/contracts/http/builds';
import { delay } from '@sandsmith/foundation/delay';
import type { ApiClient } from '@sandsmith/test-kit/product/api-client';

/** Starts an automatically approved build in a project of its own; tells its id. */
export async function startBuild(
  client: ApiClient,
  build: { spec: string; provider: string; model: string },
) {
  const project = await client.call('POST', '/projects', {
    schema: projectSchema,
    json: { name: build.spec },
  });
  const path = `/projects/${project.id}/builds`;
  const json = { ...build, approval: 'automatic' };
  return client.call('POST', path, { schema: createdBuildSchema, json });
}

export async function untilStatus(
  client: ApiClient,
  id: string,
  statuses: readonly BuildStatus[] = finishedBuildStatuses,
): Promise<BuildView> {
  for (;;) {
    const view = await client.call('GET', `/builds/${id}`, { schema: buildSchema });
    if (statuses.includes(view.status)) return view;
    await delay(50);
  }
}

/** Every event of a build, in order, read page by page. */
export async function readEvents(client: ApiClient, id: string): Promise<BuildEvent[]> {
  const events: BuildEvent[] = [];
  for (;;) {
    const path = `/builds/${id}/events?after=${events.length}&limit=500`;
    const page = await client.call('GET', path, { schema: buildEventPageSchema });
    events.push(...page.events);
    if (events.length >= page.lastSequence) return events;
  }
}
