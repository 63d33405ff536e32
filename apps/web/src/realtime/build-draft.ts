import type { BuildLive, FileLive, OutputLine, StepLive } from './build-live.ts';
import { pendingStep } from './build-live.ts';

/** A state under change: its tables are the draft's own, its entries are replaced, never changed in place. */
export interface BuildDraft
  extends Omit<BuildLive, 'steps' | 'files' | 'output' | 'openLines' | 'artifacts'> {
  steps: Record<string, StepLive>;
  files: Record<string, FileLive>;
  output: OutputLine[];
  openLines: Record<string, number>;
  artifacts: BuildLive['artifacts'][number][];
}

/** Copies the tables once, so that a batch of events costs one copy and not one for each event. */
export function openDraft(live: BuildLive): BuildDraft {
  return {
    ...live,
    steps: { ...live.steps },
    files: { ...live.files },
    output: [...live.output],
    openLines: { ...live.openLines },
    artifacts: [...live.artifacts],
  };
}

export function changeStep(draft: BuildDraft, stepId: string | undefined, change: Partial<StepLive>): void {
  if (!stepId) return;
  draft.steps[stepId] = { ...(draft.steps[stepId] ?? pendingStep), ...change };
  draft.activeStepId = stepId;
}

/** A whole line of the product's own, such as the command that starts. */
export function addLine(draft: BuildDraft, line: OutputLine): void {
  draft.output.push(line);
}

/** Text as it came from a program: a chunk may end in the middle of a line, and `\r` overwrites the line. */
export function addOutput(
  draft: BuildDraft,
  { stream, stepId, text }: { stream: 'stdout' | 'stderr'; stepId: string | undefined; text: string },
): void {
  const key = `${stepId ?? ''}/${stream}`;
  const lines = text.split('\n');
  lines.forEach((part, index) => {
    const open = draft.openLines[key];
    const isLast = index === lines.length - 1;
    if (open !== undefined) {
      const before = draft.output[open]?.text ?? '';
      draft.output[open] = { stream, stepId, text: overwritten(before + part, isLast) };
    } else if (!isLast || part !== '') {
      draft.openLines[key] = draft.output.length;
      draft.output.push({ stream, stepId, text: overwritten(part, isLast) });
    }
    if (!isLast) delete draft.openLines[key];
  });
}

/** What a terminal would show of a line; an open line keeps its last `\r`, since what follows overwrites it. */
function overwritten(text: string, isOpen: boolean): string {
  if (!text.includes('\r')) return text;
  const endsInReturn = text.endsWith('\r');
  const kept = endsInReturn ? text.slice(0, -1) : text;
  return kept.slice(kept.lastIndexOf('\r') + 1) + (endsInReturn && isOpen ? '\r' : '');
}

export function closeLines(draft: BuildDraft, stepId: string | undefined): void {
  delete draft.openLines[`${stepId ?? ''}/stdout`];
  delete draft.openLines[`${stepId ?? ''}/stderr`];
}
