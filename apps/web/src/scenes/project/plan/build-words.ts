import type { Plan } from '@sandsmith/contracts/domain/plan';
import type { Model, Provider } from '@sandsmith/contracts/domain/provider';
import { formatMoney, formatPlural } from '../../../design/format.ts';
import { type BuildLive, hasEnded } from '../../../realtime/build-live.ts';

export function isAtWork(live: BuildLive): boolean {
  return !hasEnded(live.status) && live.status !== 'awaiting-approval' && live.status !== 'none';
}

export function doneCount(live: BuildLive): number {
  return (live.plan?.steps ?? []).filter(({ id }) => live.steps[id]?.status === 'succeeded').length;
}

/** One line on what is going on, for the status bar and the screen reader. */
export function buildWords(live: BuildLive): string {
  switch (live.status) {
    case 'none':
      return 'Nothing is built yet';
    case 'planning':
      return 'Reading the data and making a plan';
    case 'awaiting-approval':
      return 'Waiting for your approval of the plan';
    case 'paused':
      return `Paused: ${live.pause?.message ?? 'something outside is not available'}`;
    case 'succeeded':
      return 'Done';
    case 'failed':
      return `Failed: ${firstSentence(live.failure?.message ?? 'A step did not pass')}`;
    case 'cancelled':
      return 'Stopped';
    case 'running':
      return workWords(live);
  }
}

function workWords(live: BuildLive): string {
  const working = (live.plan?.steps ?? []).filter(({ id }) => {
    const status = live.steps[id]?.status;
    return status === 'running' || status === 'repairing';
  });
  const first = working[0];
  if (!first) return 'Starting the next step';
  const state = live.steps[first.id];
  const others = working.length > 1 ? `, and ${formatPlural(working.length - 1, 'more step')} beside it` : '';
  const repair = state?.status === 'repairing' && state.repair;
  const activity = repair
    ? `${state.activity}, repair ${repair.repair} of ${repair.maxRepairs}`
    : state?.activity || 'At work';
  return `${first.title}: ${lowerFirst(activity)}${others}`;
}

/** For places of one line. */
function firstSentence(text: string): string {
  return text.match(/^.*?[.!?](?=\s|$)/s)?.[0] ?? text;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** The titles that the model has written so far, while the plan is still being made. */
export function titlesSoFar(planText: string): string[] {
  const titles = [...planText.matchAll(/"title"\s*:\s*"((?:[^"\\]|\\.)*)"/g)].map((match) => match[1] ?? '');
  return titles.slice(1).map((title) => title.replaceAll('\\"', '"'));
}

/** What approving will cost and how long it may take, in words. */
export function forecastWords(plan: Plan, provider: Provider | undefined, model: Model | undefined): string {
  const files = plan.steps.reduce((sum, step) => sum + step.files.length, 0);
  const installs = plan.steps.filter((step) => step.kind === 'install').length;
  const seconds =
    plan.steps.length * 3 + installs * 20 + (model?.capabilities.isLocal === false ? files * 15 : 0);
  const time = seconds < 50 ? 'under a minute' : `about ${formatPlural(Math.ceil(seconds / 60), 'minute')}`;
  if (provider?.id === 'builtin')
    return `Takes ${time} and costs nothing: the built-in model works on this machine.`;
  if (provider?.id === 'ollama')
    return `Costs nothing: ${provider.name} runs on your own hardware, which sets the pace.`;
  if (!model?.price) return `Takes ${time}. The price of this model is not known here; see your provider.`;
  const tokens = files * 3_000 + plan.steps.length * 500;
  const cost =
    (tokens * model.price.inputPerMillionUsd + tokens * model.price.outputPerMillionUsd) / 1_000_000;
  return `Takes ${time} and costs about ${formatMoney(Math.max(cost, 0.01))}, more where repairs are needed.`;
}
