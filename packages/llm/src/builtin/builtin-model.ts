import type { Provider } from '@sandsmith/contracts/domain/provider';
import { SandsmithError } from '@sandsmith/foundation/errors';
import { noUsage } from '../cost.ts';
import type { LanguageModel, ModelEvent, ModelTask } from '../model-port.ts';
import type { Program } from './program.ts';
import { understand } from './understand/understand.ts';
import { writeProgram } from './write/write-program.ts';

const modelId = 'builtin';

/** The model for people who have none yet: no network, no weights, the same answer to the same request. */
export function createBuiltinModel(): LanguageModel {
  return {
    provider: 'builtin',
    async *stream({ task }, { signal }) {
      signal.throwIfAborted();
      yield* streamText(answerTo(task), signal);
    },
    async describe() {
      return describeBuiltin();
    },
  };
}

export function describeBuiltin(): Provider {
  return {
    id: 'builtin',
    name: 'Built-in',
    status: 'ready',
    detail:
      'Works at once, without a key, a network or a download. It answers questions about the attached data: averages, sums and counts by category or time, top and bottom rows, filters, trends, distributions, correlations, joins of two documents, cleaning, and converting between CSV, JSON and Excel, with charts. It also writes three kinds of program over a document: a REST API, a dashboard page and a command-line tool. For anything else, connect a language model.',
    baseUrl: null,
    defaultModel: modelId,
    models: [
      {
        id: modelId,
        name: 'Built-in',
        capabilities: {
          contextTokens: 1_000_000,
          maxOutputTokens: 1_000_000,
          structuredOutput: 'json-schema',
          isLocal: true,
        },
        price: null,
      },
    ],
    source: 'none',
    examples: [
      'Average maximum temperature by month as a bar chart, and the five wettest days',
      'Total amount by category, highest first, with each share in percent',
      'Trend of the price by month with a line for each symbol',
      'Distribution of body mass by species as a histogram',
      'Correlation between horsepower and weight as a scatter chart',
      'Rows where the country is Norway and the year is after 2000, sorted by date',
      'Join the two files on their shared key and count what did not match',
      'Remove duplicates, fill missing numbers with the median and save as Excel',
      'A REST API over this document',
      'A dashboard page of this data',
    ],
  };
}

function answerTo(task: ModelTask): string {
  const program = programFor(task);
  if (task.role === 'planner') return `${JSON.stringify(program.plan, null, 2)}\n`;
  if (task.role === 'coder') return contentOf(program, task.path);
  return repairWith(program, task);
}

/** Recomputed for every call: nothing is kept between calls, and the same request gives the same program. */
function programFor({ spec, documents }: ModelTask): Program {
  const understanding = understand({ spec, documents });
  if (understanding.kind !== 'not-understood') return writeProgram({ spec, documents, understanding });
  const { reason, suggestions } = understanding;
  const offer =
    suggestions.length === 0
      ? ''
      : `\nWhat it can do instead:\n${suggestions.map((text) => `- ${text}`).join('\n')}`;
  throw modelCannot(`${reason}${offer}`, { reason, suggestions });
}

function contentOf({ files }: Program, path: string): string {
  const content = files[path];
  if (content !== undefined) return content;
  const known = Object.keys(files).sort().join(', ');
  throw modelCannot(
    `The built-in model cannot write ${path}: for this request it writes ${known} and no other file. Take ${path} out of the plan, or start the build again and leave the plan's files as they are.`,
    { path, files: Object.keys(files) },
  );
}

type RepairTask = Extract<ModelTask, { role: 'repairer' }>;

function repairWith({ files }: Program, task: RepairTask): string {
  const reachable = filesOfStepAndBefore(task);
  const broken = Object.keys(files)
    .filter((path) => reachable.has(path) && task.files[path] !== files[path])
    .sort();
  if (broken.length === 0) {
    throw modelCannot(
      `The program is as the built-in model writes it; the step failed for another reason. ${failureInWords(task)} If the data or an edited command is the cause, mend that and resume the build.`,
      { stepId: task.stepId },
    );
  }
  const missing = broken.filter((path) => task.files[path] === undefined);
  const changed = broken.filter((path) => task.files[path] !== undefined);
  const causes = [
    missing.length > 0 ? `${listed(missing)} missing` : '',
    changed.length > 0
      ? `${listed(changed)} changed since the model wrote ${changed.length === 1 ? 'it' : 'them'}`
      : '',
  ].filter((cause) => cause !== '');
  const diagnosis = `The step failed because ${causes.join(', and ')}. They are written again as the program needs them.`;
  const mended = broken.map((path) => ({ path, content: files[path] ?? '' }));
  return `${JSON.stringify({ diagnosis, files: mended }, null, 2)}\n`;
}

function listed(paths: string[]): string {
  return `${paths.join(', ')} ${paths.length === 1 ? 'is' : 'are'}`;
}

/** The files of the failed step and of every step that it stands on. */
function filesOfStepAndBefore({ plan, stepId }: RepairTask): Set<string> {
  const steps = new Map(plan.steps.map((step) => [step.id, step]));
  const files = new Set<string>();
  const seen = new Set<string>();
  const waiting = [stepId];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const step = steps.get(id);
    if (!step || seen.has(id)) continue;
    seen.add(id);
    for (const path of step.files) files.add(path);
    waiting.push(...step.dependsOn);
  }
  return files;
}

function failureInWords({ failure }: RepairTask): string {
  const ending = failure.exitCode === null ? 'did not finish' : `ended with exit code ${failure.exitCode}`;
  const lastLine = failure.stderr.trim().split('\n').at(-1)?.trim() ?? '';
  return `\`${failure.command}\` ${ending}${lastLine === '' ? '.' : `: ${lastLine.slice(0, 300)}`}`;
}

function modelCannot(message: string, details: Record<string, unknown>): SandsmithError {
  return new SandsmithError({
    code: 'build.model-cannot',
    message: `${message}\n${howToConnect}`,
    details,
  });
}

const howToConnect = `A language model can be connected in two ways:
1. An OpenAI-compatible service: set OPENAI_API_KEY (and OPENAI_BASE_URL for a service other than OpenAI), or enter them on the Models screen.
2. Ollama on your own machine, free: install it from https://ollama.com/download, run \`ollama pull qwen2.5-coder:7b\`, and set OLLAMA_BASE_URL where it does not run on this machine.`;

/** Line by line, as a model that writes would send it. */
async function* streamText(text: string, signal: AbortSignal): AsyncGenerator<ModelEvent> {
  for (const line of text.match(/[^\n]*\n|[^\n]+$/g) ?? []) {
    signal.throwIfAborted();
    yield { type: 'text.delta', text: line };
  }
  signal.throwIfAborted();
  yield { type: 'usage', usage: noUsage };
  yield { type: 'finish', reason: 'stop', text, usage: noUsage };
}
