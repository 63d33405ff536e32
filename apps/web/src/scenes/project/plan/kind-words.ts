import type { StepKind } from '@sandsmith/contracts/domain/plan';

/** What a kind of step is called on a card. */
export const kindWords: Record<StepKind, string> = {
  write: 'Write',
  install: 'Install',
  run: 'Run',
  test: 'Test',
  document: 'Document',
};
