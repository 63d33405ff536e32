import type { Plan } from '@sandsmith/contracts/domain/plan';
import { addLine, type BuildDraft } from './build-draft.ts';
import { pendingStep } from './build-live.ts';
import type { Handlers } from './build-reducer.ts';

type LifecycleEvent =
  | 'build.created'
  | 'plan.started'
  | 'plan.delta'
  | 'plan.proposed'
  | 'plan.revised'
  | 'plan.approved'
  | 'build.started'
  | 'model.called'
  | 'checkpoint.created'
  | 'build.paused'
  | 'build.resumed'
  | 'build.succeeded'
  | 'build.failed'
  | 'build.cancelled';

function takePlan(draft: BuildDraft, plan: Plan): void {
  draft.plan = plan;
  draft.planText = '';
  const known = draft.steps;
  draft.steps = Object.fromEntries(plan.steps.map((step) => [step.id, known[step.id] ?? pendingStep]));
  if (draft.status === 'planning') draft.status = 'awaiting-approval';
}

/** A later round takes up what did not end green. */
function reopenSteps(draft: BuildDraft): void {
  for (const [id, step] of Object.entries(draft.steps)) {
    if (step.status !== 'succeeded') draft.steps[id] = { ...pendingStep, attempt: step.attempt };
  }
}

function endSteps(draft: BuildDraft, time: string): void {
  for (const [id, step] of Object.entries(draft.steps)) {
    if (step.status === 'running' || step.status === 'repairing')
      draft.steps[id] = { ...step, status: 'cancelled', activity: '', finishedAt: time };
  }
}

export const lifecycleHandlers: Handlers<LifecycleEvent> = {
  'build.created': (draft, event) => {
    draft.status = 'planning';
    draft.startedAt = event.time;
  },
  'plan.started': (draft) => {
    draft.planText = '';
  },
  'plan.delta': (draft, event) => {
    draft.planText += event.text;
  },
  'plan.proposed': (draft, event) => takePlan(draft, event.plan),
  'plan.revised': (draft, event) => takePlan(draft, event.plan),
  'plan.approved': (draft, event) => {
    draft.status = 'running';
    draft.approvedAt = event.time;
  },
  'build.started': (draft) => {
    draft.status = 'running';
    draft.failure = null;
    draft.pause = null;
    draft.finishedAt = null;
    reopenSteps(draft);
  },
  'model.called': (draft, event) => {
    draft.usage = event.total;
  },
  'checkpoint.created': (draft, event) => {
    addLine(draft, { stream: 'note', stepId: event.stepId, text: `Checkpoint: ${event.label}` });
  },
  'build.paused': (draft, event) => {
    draft.status = 'paused';
    draft.pause = { code: event.code, message: event.message };
    addLine(draft, { stream: 'note', stepId: undefined, text: `Paused: ${event.message}` });
  },
  'build.resumed': (draft, event) => {
    draft.status = 'running';
    draft.pause = null;
    addLine(draft, { stream: 'note', stepId: undefined, text: `Going on: ${event.reason}` });
  },
  'build.succeeded': (draft, event) => {
    draft.status = 'succeeded';
    draft.summary = event.summary;
    draft.finishedAt = event.time;
    draft.pause = null;
  },
  'build.failed': (draft, event) => {
    const { code, message, stepId, lines, tried, nextActions } = event;
    draft.status = 'failed';
    draft.failure = { code, message, stepId, lines, tried, nextActions };
    draft.finishedAt = event.time;
    draft.pause = null;
    endSteps(draft, event.time);
  },
  'build.cancelled': (draft, event) => {
    draft.status = 'cancelled';
    draft.finishedAt = event.time;
    draft.pause = null;
    endSteps(draft, event.time);
    addLine(draft, { stream: 'note', stepId: undefined, text: `Stopped: ${event.reason}` });
  },
};
