import type { Plan } from '@sandsmith/contracts/domain/plan';
import { useCallback, useEffect, useRef, useState } from 'react';
import { toast } from 'sonner';
import { useBuildActions } from '../../../api/use-builds.ts';
import { useEditor } from '../../../state/editor-store.ts';
import { planFaultsInWords } from './plan-edit.ts';

const saveAfterMs = 700;

export interface PlanDraft {
  plan: Plan;
  faults: readonly string[];
  isSaving: boolean;
  isApproving: boolean;
  error: unknown;
  change(next: Plan): void;
  approve(): void;
}

function isSame(a: Plan, b: Plan): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** The plan under a person's hands: saved shortly after each change where it is valid, and before it is approved. */
export function usePlanDraft(stored: Plan, buildId: string, projectId: string): PlanDraft {
  const { savePlan, approve } = useBuildActions(buildId, projectId);
  const [plan, setPlan] = useState(stored);
  const saved = useRef(stored);
  const pending = useRef<Promise<unknown>>(Promise.resolve());
  const faults = planFaultsInWords(plan);
  const isValid = faults.length === 0;

  const { mutateAsync } = savePlan;
  const save = useCallback(
    (next: Plan): Promise<unknown> => {
      const attempt = pending.current
        .catch(() => undefined)
        .then(async () => {
          if (isSame(next, saved.current)) return;
          await mutateAsync(next);
          saved.current = next;
        });
      pending.current = attempt;
      return attempt;
    },
    [mutateAsync],
  );

  useEffect(() => {
    if (!isValid || isSame(plan, saved.current)) return;
    // The error of a failed save is shown from the mutation's state.
    const timer = setTimeout(() => void save(plan).catch(() => undefined), saveAfterMs);
    return () => clearTimeout(timer);
  }, [plan, isValid, save]);

  const run = async () => {
    try {
      // An offer to undo a removal ends with the approval.
      toast.dismiss();
      useEditor.getState().follow(projectId);
      await save(plan);
      await approve.mutateAsync();
    } catch {
      // Shown from the mutations' state.
    }
  };
  return {
    plan,
    faults,
    isSaving: savePlan.isPending,
    isApproving: approve.isPending,
    error: savePlan.error ?? approve.error,
    change: setPlan,
    approve: () => void run(),
  };
}
