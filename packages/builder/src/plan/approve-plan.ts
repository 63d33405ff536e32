import type { BuildEntry } from '@sandsmith/db/repositories/build-log';

/** Approval as one change: whoever comes second finds the build in another state. */
export function approvalEntry(buildId: string, { automatic }: { automatic: boolean }): BuildEntry {
  return {
    buildId,
    from: ['awaiting-approval'],
    build: { status: 'running', nextRound: true, approvedAt: new Date() },
    steps: ({ plan }) =>
      (plan?.steps ?? []).map(({ id }) => ({ stepId: id, status: 'pending', attempts: 0 })),
    events: (build) => [
      { type: 'plan.approved', payload: { automatic } },
      { type: 'build.started', payload: { round: build.round } },
    ],
  };
}
