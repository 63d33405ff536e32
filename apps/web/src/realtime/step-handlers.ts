import type { BuildEventPayload } from '@sandsmith/contracts/events/build-events';
import { addLine, addOutput, type BuildDraft, changeStep, closeLines } from './build-draft.ts';
import type { Handlers } from './build-reducer.ts';

type StepEvent =
  | 'step.started'
  | 'file.started'
  | 'file.delta'
  | 'file.written'
  | 'command.started'
  | 'command.waiting'
  | 'stdout.delta'
  | 'stderr.delta'
  | 'command.finished'
  | 'artifact.found'
  | 'artifact.skipped'
  | 'repair.started'
  | 'repair.proposed'
  | 'step.succeeded'
  | 'step.failed'
  | 'step.skipped'
  | 'step.cancelled';

function note(draft: BuildDraft, stepId: string | undefined, text: string): void {
  addLine(draft, { stream: 'note', stepId, text });
}

/** How a command ended, in words: `exit code 1 after 0.4 s`. */
export function commandEnd(result: BuildEventPayload<'command.finished'>): string {
  const seconds = `${(result.wallTimeMs / 1_000).toFixed(1)} s`;
  switch (result.status) {
    case 'succeeded':
      return `Passed in ${seconds}`;
    case 'failed':
      return result.signal
        ? `Ended by ${result.signal} after ${seconds}`
        : `Failed with exit code ${result.exitCode ?? '?'} after ${seconds}`;
    case 'timed-out':
      return `Stopped: the time limit was reached after ${seconds}`;
    case 'out-of-memory':
      return `Stopped: the memory limit was reached after ${seconds}`;
    case 'output-limit':
      return `Stopped: it wrote more output than allowed`;
    case 'cancelled':
      return `Cancelled after ${seconds}`;
    case 'infrastructure-error':
      return `The container engine failed${result.message ? `: ${result.message}` : ''}`;
  }
}

export const stepHandlers: Handlers<StepEvent> = {
  'step.started': (draft, event) => {
    const before = draft.steps[event.stepId ?? ''];
    changeStep(draft, event.stepId, {
      status: 'running',
      attempt: event.attempt,
      startedAt: before?.startedAt ?? event.time,
      finishedAt: null,
      activity: 'Starting',
    });
  },
  'file.started': (draft, event) => {
    const before = draft.files[event.path];
    draft.files[event.path] = {
      path: event.path,
      stepId: event.stepId,
      content: '',
      state: 'writing',
      versions: (before?.versions ?? 0) + 1,
    };
    draft.activeFile = event.path;
    changeStep(draft, event.stepId, { activity: `Writing ${event.path}` });
  },
  'file.delta': (draft, event) => {
    const file = draft.files[event.path];
    if (!file) return;
    draft.files[event.path] = { ...file, content: file.content + event.text };
    draft.activeFile = event.path;
  },
  'file.written': (draft, event) => {
    const file = draft.files[event.path];
    const versions = file?.versions ?? 1;
    draft.files[event.path] = {
      path: event.path,
      stepId: event.stepId,
      content: file?.content ?? '',
      state: 'written',
      versions,
    };
    changeStep(draft, event.stepId, { activity: `Wrote ${event.path}` });
  },
  'command.started': (draft, event) => {
    closeLines(draft, event.stepId);
    draft.container = { language: event.language, network: event.network, peakMemoryBytes: null };
    addLine(draft, { stream: 'command', stepId: event.stepId, text: event.command });
    changeStep(draft, event.stepId, { activity: `Running ${event.command}`, attempt: event.attempt });
  },
  'command.waiting': (draft, { stepId, message }) => {
    const step = draft.plan?.steps.find(({ id }) => id === stepId);
    const before = draft.steps[stepId ?? '']?.activity;
    changeStep(draft, stepId, {
      activity: message ?? `Running ${step?.acceptance.command ?? 'the command'}`,
    });
    if (message === null) return;
    const last = draft.output.at(-1);
    // One line that changes, as a place in the queue does, rather than one for each change.
    if (last?.stream === 'note' && last.stepId === stepId && last.text === before) draft.output.pop();
    note(draft, stepId, message);
  },
  'stdout.delta': (draft, event) => {
    addOutput(draft, { stream: 'stdout', stepId: event.stepId, text: event.text });
  },
  'stderr.delta': (draft, event) => {
    addOutput(draft, { stream: 'stderr', stepId: event.stepId, text: event.text });
  },
  'command.finished': (draft, event) => {
    closeLines(draft, event.stepId);
    if (draft.container) draft.container = { ...draft.container, peakMemoryBytes: event.peakMemoryBytes };
    const stream = event.status === 'succeeded' ? 'good' : 'bad';
    addLine(draft, { stream, stepId: event.stepId, text: commandEnd(event) });
    changeStep(draft, event.stepId, { exitCode: event.exitCode });
  },
  'artifact.found': (draft, { path, mediaType, bytes, stepId }) => {
    draft.artifacts = draft.artifacts.filter((artifact) => artifact.path !== path);
    draft.artifacts.push({ path, mediaType, bytes, stepId });
  },
  'artifact.skipped': (draft, event) => note(draft, event.stepId, `Left out ${event.path}: ${event.reason}`),
  'repair.started': (draft, event) => {
    const { repair, maxRepairs, lines } = event;
    changeStep(draft, event.stepId, {
      status: 'repairing',
      activity: 'Looking for the cause',
      repair: { repair, maxRepairs, lines, diagnosis: '', files: [] },
    });
  },
  'repair.proposed': (draft, event) => {
    const before = draft.steps[event.stepId ?? '']?.repair;
    const { repair, diagnosis, files } = event;
    changeStep(draft, event.stepId, {
      activity: 'Mending',
      repair: { repair, maxRepairs: before?.maxRepairs ?? 3, lines: before?.lines ?? [], diagnosis, files },
    });
    note(draft, event.stepId, `Repair ${repair}: ${diagnosis}`);
  },
  'step.succeeded': (draft, event) => {
    changeStep(draft, event.stepId, {
      status: 'succeeded',
      attempt: event.attempts,
      exitCode: event.exitCode,
      finishedAt: event.time,
      activity: '',
    });
  },
  'step.failed': (draft, event) => {
    changeStep(draft, event.stepId, {
      status: 'failed',
      attempt: event.attempts,
      exitCode: event.exitCode,
      finishedAt: event.time,
      activity: '',
      message: event.message,
    });
  },
  'step.skipped': (draft, event) => {
    changeStep(draft, event.stepId, { status: 'skipped', activity: '', message: event.reason });
  },
  'step.cancelled': (draft, event) => {
    changeStep(draft, event.stepId, { status: 'cancelled', activity: '', finishedAt: event.time });
  },
};
