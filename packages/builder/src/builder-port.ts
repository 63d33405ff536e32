import type { Artifact } from '@sandsmith/contracts/domain/artifact';
import type { BuildSummary, BuildView } from '@sandsmith/contracts/domain/build';
import type { Plan } from '@sandsmith/contracts/domain/plan';
import type { BuildEventPage } from '@sandsmith/contracts/events/build-events';
import type { CreateBuild } from '@sandsmith/contracts/http/builds';

/** Ownership is checked by the caller; ids are of things that exist, else `build.not-found` is thrown. */
export interface Builder {
  /** Connects and takes up what an earlier process left unfinished. */
  start(): Promise<void>;
  /** Lets go of what is in work; it goes on at the next start. */
  close(): Promise<void>;
  /** Begins to plan. `documentIds` left out: all of the project's that are ready. */
  createBuild(request: { projectId: string; ownerId: string; build: CreateBuild }): Promise<BuildView>;
  getBuild(buildId: string): Promise<BuildView>;
  listBuilds(projectId: string): Promise<BuildSummary[]>;
  /** Replaces the plan while it waits for approval; `build.plan-invalid`, `build.state-conflict`. */
  revisePlan(buildId: string, plan: Plan): Promise<BuildView>;
  approve(buildId: string): Promise<BuildView>;
  cancel(buildId: string): Promise<BuildView>;
  /** Failed and cancelled: goes on with what is not green. Paused: looks at once whether it can go on. */
  resume(buildId: string): Promise<BuildView>;
  events(buildId: string, page: { after: number; limit: number }): Promise<BuildEventPage>;
  artifact(buildId: string, path: string): Promise<Artifact & { hostPath: string }>;
  /** Stops every build of a project, before it is deleted. */
  stopProject(projectId: string): Promise<void>;
}
