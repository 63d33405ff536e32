import type { Artifact } from '@sandsmith/contracts/domain/artifact';
import {
  type BuildFailure,
  type BuildStatus,
  finishedBuildStatuses,
  type Usage,
} from '@sandsmith/contracts/domain/build';
import type { Plan, StepStatus } from '@sandsmith/contracts/domain/plan';

/** A build's status, or none where nothing is built yet. */
export type LiveStatus = BuildStatus | 'none';

/** Everything the screen knows of a build, folded from its events. */
export interface BuildLive {
  buildId: string;
  lastSequence: number;
  status: LiveStatus;
  plan: Plan | null;
  /** The plan's raw text while the model writes it. */
  planText: string;
  steps: Readonly<Record<string, StepLive>>;
  files: Readonly<Record<string, FileLive>>;
  output: readonly OutputLine[];
  /** Index in `output` of the line that a stream of a step has not ended yet. */
  openLines: Readonly<Record<string, number>>;
  artifacts: readonly (Artifact & { stepId: string | undefined })[];
  usage: Usage;
  summary: string | null;
  failure: BuildFailure | null;
  pause: { code: string; message: string } | null;
  container: ContainerFacts | null;
  /** The step and file that last had something happen. */
  activeStepId: string | null;
  activeFile: string | null;
  startedAt: string | null;
  approvedAt: string | null;
  finishedAt: string | null;
}

export interface StepLive {
  status: StepStatus;
  attempt: number;
  startedAt: string | null;
  finishedAt: string | null;
  exitCode: number | null;
  /** What it is doing, in words; empty when it is not at work. */
  activity: string;
  repair: { repair: number; maxRepairs: number; diagnosis: string; lines: string[]; files: string[] } | null;
  message: string;
}

export interface FileLive {
  path: string;
  stepId: string | undefined;
  content: string;
  state: 'writing' | 'written';
  /** How often the build wrote it; more than 1 after a repair. */
  versions: number;
}

export interface OutputLine {
  stream: 'stdout' | 'stderr' | 'command' | 'good' | 'bad' | 'note';
  stepId: string | undefined;
  text: string;
}

export interface ContainerFacts {
  language: string;
  network: string;
  peakMemoryBytes: number | null;
}

export function emptyBuildLive(buildId: string): BuildLive {
  return {
    buildId,
    lastSequence: 0,
    status: 'planning',
    plan: null,
    planText: '',
    steps: {},
    files: {},
    output: [],
    openLines: {},
    artifacts: [],
    usage: { inputTokens: 0, outputTokens: 0, costUsd: 0 },
    summary: null,
    failure: null,
    pause: null,
    container: null,
    activeStepId: null,
    activeFile: null,
    startedAt: null,
    approvedAt: null,
    finishedAt: null,
  };
}

/** What the screen knows where nothing is built yet. */
export const noBuildLive: BuildLive = { ...emptyBuildLive(''), status: 'none' };

export function hasEnded(status: LiveStatus): boolean {
  return finishedBuildStatuses.some((ended) => ended === status);
}

export const pendingStep: StepLive = {
  status: 'pending',
  attempt: 0,
  startedAt: null,
  finishedAt: null,
  exitCode: null,
  activity: '',
  repair: null,
  message: '',
};
