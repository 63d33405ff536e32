import { expect, test } from '@jest/globals';
import { planSchema } from '@sandsmith/contracts/domain/plan';
import type { DocumentContext, ModelEvent, ModelTask } from '../model-port.ts';
import { createModel, describeUnconfigured, providers } from '../registry.ts';
import { createBuiltinModel } from './builtin-model.ts';

const documents: DocumentContext[] = [
  {
    name: 'sales.csv',
    path: 'data/sales.csv',
    profile: {
      format: 'csv',
      delimiter: ',',
      hasHeader: true,
      rowCount: 4,
      columns: [
        {
          name: 'category',
          type: 'text',
          nullCount: 0,
          distinctCount: 2,
          topValues: [
            { value: 'a', count: 2 },
            { value: 'b', count: 2 },
          ],
          samples: ['a', 'b'],
        },
        {
          name: 'amount',
          type: 'number',
          nullCount: 0,
          distinctCount: 4,
          min: 1,
          max: 4,
          mean: 2.5,
          topValues: [],
          samples: [1, 2],
        },
      ],
    },
  },
];
const spec = 'Average amount by category';
const signal = new AbortController().signal;

async function ask(task: ModelTask): Promise<string> {
  const events: ModelEvent[] = [];
  for await (const event of createBuiltinModel().stream({ model: 'builtin', messages: [], task }, { signal }))
    events.push(event);
  const last = events.at(-1);
  if (last?.type !== 'finish') throw new Error('the stream must end with finish');
  const deltas = events.flatMap((event) => (event.type === 'text.delta' ? [event.text] : []));
  expect(deltas.join('')).toBe(last.text);
  expect(last.usage).toEqual({ inputTokens: 0, outputTokens: 0, costUsd: 0 });
  return last.text;
}

async function planned() {
  const plan = planSchema.parse(JSON.parse(await ask({ role: 'planner', spec, documents })));
  const files: Record<string, string> = {};
  for (const step of plan.steps)
    for (const path of step.files)
      files[path] = await ask({ role: 'coder', spec, documents, plan, stepId: step.id, path });
  return { plan, files };
}

test('plans, and writes every file of its plan', async () => {
  const { plan, files } = await planned();
  expect(plan.steps.map(({ id }) => id)).toContain('run-analysis');
  expect(files['analysis.py']).toContain('amount');
});

test('refuses a file that is not in its program, naming those that are', async () => {
  const { plan } = await planned();
  await expect(
    ask({ role: 'coder', spec, documents, plan, stepId: 'x', path: 'other.py' }),
  ).rejects.toMatchObject({
    code: 'build.model-cannot',
    message: expect.stringMatching(
      /cannot write other\.py: .*analysis\.py[\s\S]*OPENAI_API_KEY[\s\S]*OLLAMA_BASE_URL/,
    ),
  });
});

test('mends files that were changed or removed, of the step and those before it', async () => {
  const { plan, files } = await planned();
  const failure = {
    command: 'python3 analysis.py',
    exitCode: 1,
    stdout: '',
    stderr: 'NameError: x',
    signature: 's',
  };
  const base = {
    role: 'repairer' as const,
    spec,
    documents,
    plan,
    stepId: 'run-analysis',
    failure,
    repair: 1,
    earlierSignatures: [],
  };
  const answer: unknown = JSON.parse(await ask({ ...base, files: { ...files, 'analysis.py': 'x' } }));
  expect(answer).toEqual({
    diagnosis: expect.stringContaining('analysis.py is changed'),
    files: [{ path: 'analysis.py', content: files['analysis.py'] }],
  });
  expect(JSON.parse(await ask({ ...base, files: {} }))).toMatchObject({
    diagnosis: expect.stringContaining('missing'),
  });
  await expect(ask({ ...base, files })).rejects.toMatchObject({
    code: 'build.model-cannot',
    message: expect.stringMatching(/as the built-in model writes it[\s\S]*NameError: x/),
  });
});

test('what it does not understand: the reason and the two ways to connect a language model', async () => {
  await expect(
    ask({ role: 'planner', spec: 'Write a chess engine in Rust', documents: [] }),
  ).rejects.toMatchObject({
    code: 'build.model-cannot',
    message: expect.stringMatching(/^\S[\s\S]*OPENAI_BASE_URL[\s\S]*ollama pull/),
  });
});

test('the registry knows every provider, and says so of others', () => {
  expect(providers.map(({ id }) => id)).toEqual(['builtin', 'openai', 'ollama']);
  for (const { id } of providers) expect(createModel(id, { source: 'none' }).provider).toBe(id);
  expect(describeUnconfigured('openai')).toMatchObject({ status: 'not-configured' });
  expect(() => createModel('nope', { source: 'none' })).toThrow(
    expect.objectContaining({ code: 'model.provider-unknown' }),
  );
});
