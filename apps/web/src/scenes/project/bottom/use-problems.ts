import { documentSchema } from '@sandsmith/contracts/domain/document';
import { useQueries } from '@tanstack/react-query';
import { queryKeys } from '../../../api/query-keys.ts';
import { useServices } from '../../../app/services.ts';
import { useWorkbench } from '../workbench/workbench-context.ts';

/** Something that is wrong with the data or with a step. */
export interface ProblemEntry {
  key: string;
  source: string;
  line: number | undefined;
  message: string;
  isSevere: boolean;
}

export function useProblems(): readonly ProblemEntry[] {
  const { documents, feed } = useWorkbench();
  const { api } = useServices();
  const profiles = useQueries({
    queries: documents
      .filter((document) => document.status !== 'profiling')
      .map((document) => ({
        queryKey: queryKeys.document(document.id),
        queryFn: ({ signal }: { signal: AbortSignal }) =>
          api.get(`/documents/${document.id}`, documentSchema, { signal }),
      })),
  });
  const fromData = profiles.flatMap(({ data }) =>
    (data?.problems ?? []).map((problem, index) => ({
      key: `${data?.id}/${index}`,
      source: data?.name ?? '',
      line: problem.line,
      message: problem.message,
      isSevere: data?.status === 'failed',
    })),
  );
  const fromSteps = (feed.live.plan?.steps ?? []).flatMap((step) => {
    const state = feed.live.steps[step.id];
    if (state?.status !== 'failed') return [];
    return [{ key: step.id, source: step.title, line: undefined, message: state.message, isSevere: true }];
  });
  return [...fromSteps, ...fromData];
}
