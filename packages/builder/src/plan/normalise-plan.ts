import {
  type Plan,
  type PlanStep,
  planSchema,
  type StepKind,
  topologicalOrder,
} from '@sandsmith/contracts/domain/plan';

type Fields = Record<string, unknown>;

const kindWords: [StepKind, RegExp][] = [
  ['install', /install|depend|setup|environment|package/],
  ['test', /test|verif|check|valid/],
  ['document', /doc|readme|report|explain/],
  ['run', /run|exec|analy[sz]e|launch|start|script/],
  ['write', /write|code|creat|implement|file|generat|develop|build/],
];

const languageAliases: Record<string, string> = {
  py: 'python',
  python3: 'python',
  js: 'javascript',
  node: 'javascript',
  nodejs: 'javascript',
  'node.js': 'javascript',
  ts: 'typescript',
  sh: 'bash',
  shell: 'bash',
};

const languagesByEnding: Record<string, string> = {
  py: 'python',
  js: 'javascript',
  mjs: 'javascript',
  ts: 'typescript',
  sh: 'bash',
};

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function firstOf(fields: Fields, names: string[]): unknown {
  return names.map((name) => fields[name]).find((value) => value !== undefined && value !== null);
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).filter(Boolean).join('\n');
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}

function listOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  if (isFields(value)) return Object.keys(value);
  if (typeof value === 'string')
    return value
      .split(/[,\n]/)
      .map((part) => part.trim())
      .filter(Boolean);
  return value === undefined || value === null ? [] : [value];
}

export function slugOf(text: string): string {
  const slug = text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  return slug.slice(0, 60).replace(/-+$/, '');
}

function kindOf(fields: Fields): StepKind {
  const said = textOf(firstOf(fields, ['kind', 'type', 'action'])).toLowerCase();
  const byKind = kindWords.find(([kind, words]) => said === kind || (said !== '' && words.test(said)));
  if (byKind) return byKind[0];
  const title = textOf(firstOf(fields, ['id', 'title', 'name'])).toLowerCase();
  return kindWords.find(([, words]) => words.test(title))?.[0] ?? 'write';
}

function filesOf(fields: Fields): string[] {
  const paths = listOf(firstOf(fields, ['files', 'file', 'paths', 'path', 'outputs'])).map((entry) => {
    const path = isFields(entry) ? textOf(firstOf(entry, ['path', 'name', 'file'])) : textOf(entry);
    return path.replace(/^(?:\/work\/|\.\/)+/, '');
  });
  // What programs read and write is no file of the project.
  return [...new Set(paths)].filter((path) => path !== '' && !/^(?:data|output)(?:\/|$)/.test(path));
}

function languageOf(fields: Fields, files: string[]): string {
  const said = textOf(firstOf(fields, ['language', 'lang', 'runtime'])).toLowerCase();
  if (said) return languageAliases[said] ?? said;
  const endings = files.map((file) => file.split('.').at(-1) ?? '');
  return endings.map((ending) => languagesByEnding[ending]).find(Boolean) ?? 'python';
}

const quoted = (path: string) => (/^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`);

function defaultCommand(kind: StepKind, files: string[], language: string): string {
  const [main] = files;
  if (kind === 'test' && language === 'python') return 'python3 -m pytest -q';
  if (kind === 'test' && language !== 'bash') return 'node --test';
  if (kind === 'install')
    return language === 'python' ? 'python3 -m pip install -r requirements.txt' : 'npm install';
  if (kind === 'run' && main?.endsWith('.py')) return `python3 ${quoted(main)}`;
  if (kind === 'write' && files.length > 0 && files.every((file) => file.endsWith('.py')))
    return `python3 -m py_compile ${files.map(quoted).join(' ')}`;
  return files.length > 0 ? files.map((file) => `test -s ${quoted(file)}`).join(' && ') : '';
}

function commandOf(fields: Fields): string {
  const acceptance = firstOf(fields, [
    'acceptance',
    'acceptanceCommand',
    'acceptance_command',
    'command',
    'cmd',
    'run',
  ]);
  const command = isFields(acceptance) ? firstOf(acceptance, ['command', 'cmd', 'run', 'shell']) : acceptance;
  return Array.isArray(command) ? command.map(textOf).join(' && ') : textOf(command);
}

interface Draft {
  step: PlanStep;
  names: string[];
  /** As the model said it; undefined where it said nothing. */
  dependencies: string[] | undefined;
}

function draftOf(fields: Fields, index: number, taken: Set<string>): Draft {
  const title = textOf(firstOf(fields, ['title', 'name', 'summary', 'description'])) || `Step ${index + 1}`;
  const saidId = textOf(firstOf(fields, ['id', 'key', 'step', 'name']));
  const base =
    slugOf(/^\d+$/.test(saidId) ? `step-${saidId}` : saidId) || slugOf(title) || `step-${index + 1}`;
  let id = base;
  for (let number = 2; taken.has(id); number += 1) id = `${base}-${number}`;
  taken.add(id);
  const kind = kindOf(fields);
  const files = filesOf(fields);
  const language = languageOf(fields, files);
  const said = firstOf(fields, ['dependsOn', 'depends_on', 'dependencies', 'requires', 'after', 'needs']);
  const step: PlanStep = {
    id,
    kind,
    title: title.slice(0, 200),
    instructions: textOf(firstOf(fields, ['instructions', 'details', 'description', 'prompt'])).slice(
      0,
      8_000,
    ),
    dependsOn: [],
    files,
    language,
    acceptance: { command: commandOf(fields) || defaultCommand(kind, files, language) },
  };
  const names = [
    id,
    saidId.toLowerCase(),
    slugOf(saidId),
    slugOf(title),
    String(index + 1),
    `step-${index + 1}`,
  ];
  return { step, names, dependencies: said === undefined ? undefined : listOf(said).map(textOf) };
}

/** What a step plainly needs where the model did not say: a program is run and tested after it was written. */
function impliedDependencies(drafts: Draft[], index: number): string[] {
  const own = drafts[index]?.step.kind;
  const before = drafts.slice(0, index).map(({ step }) => step);
  const installs = before.filter(({ kind }) => kind === 'install');
  if (own !== 'run' && own !== 'test') return [];
  return [...before.filter(({ kind }) => kind === 'write'), ...installs].map(({ id }) => id);
}

function connect(drafts: Draft[]): PlanStep[] {
  return drafts.map(({ step, dependencies }, index) => {
    if (!dependencies) return { ...step, dependsOn: impliedDependencies(drafts, index) };
    const ids = dependencies.flatMap((name) => {
      const wanted = [name.toLowerCase(), slugOf(name)];
      const found = drafts.find(({ names }) => wanted.some((form) => form !== '' && names.includes(form)));
      return found && found.step.id !== step.id ? [found.step.id] : [];
    });
    return { ...step, dependsOn: [...new Set(ids)] };
  });
}

/** A file belongs to the first step that writes it; naming it again would write it twice. */
function withOneWriterEach(steps: PlanStep[]): PlanStep[] {
  const writers = new Map<string, string>();
  for (const step of topologicalOrder(steps) ?? steps)
    for (const file of step.files) if (!writers.has(file)) writers.set(file, step.id);
  return steps.map((step) => ({
    ...step,
    files: step.files.filter((file) => writers.get(file) === step.id),
  }));
}

function findSteps(value: unknown): { plan: Fields; steps: Fields[] } | undefined {
  if (Array.isArray(value)) return { plan: {}, steps: value.filter(isFields) };
  if (!isFields(value)) return undefined;
  const said = firstOf(value, ['steps', 'tasks', 'stages']);
  if (Array.isArray(said)) return { plan: value, steps: said.filter(isFields) };
  if (isFields(said))
    return {
      plan: value,
      steps: Object.entries(said).flatMap(([id, step]) => (isFields(step) ? [{ id, ...step }] : [])),
    };
  const inner = firstOf(value, ['plan', 'build_plan', 'buildPlan', 'answer', 'result']);
  return inner === undefined ? undefined : findSteps(inner);
}

/** Whether a JSON value looks like a plan at all. */
export const looksLikePlan = (value: unknown): boolean => (findSteps(value)?.steps.length ?? 0) > 0;

/** A plan as contracts have it from what models really send, or what is wrong with it. */
export function normalisePlan(value: unknown): { plan: Plan } | { issues: string[] } {
  const found = findSteps(value);
  if (!found || found.steps.length === 0) return { issues: ['it holds no steps'] };
  const taken = new Set<string>();
  const drafts = found.steps.map((fields, index) => draftOf(fields, index, taken));
  const candidate = {
    title: textOf(firstOf(found.plan, ['title', 'name', 'goal'])).slice(0, 200) || 'Build',
    summary: textOf(firstOf(found.plan, ['summary', 'description', 'overview'])).slice(0, 4_000),
    steps: withOneWriterEach(connect(drafts)),
  };
  const result = planSchema.safeParse(candidate);
  if (result.success) return { plan: result.data };
  return {
    issues: result.error.issues.map(
      ({ path, message }) => `${path.map(String).join('.') || 'the plan'}: ${message}`,
    ),
  };
}
