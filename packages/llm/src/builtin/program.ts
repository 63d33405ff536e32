import type { Plan } from '@sandsmith/contracts/domain/plan';

/** What write/ makes of an Understanding: the plan and the content of every file it names. */
export interface Program {
  plan: Plan;
  files: Record<string, string>;
}
