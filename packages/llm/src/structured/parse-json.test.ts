import { describe, expect, test } from '@jest/globals';
import { parseJson } from './parse-json.ts';

const plan = { title: 'Report', steps: [{ id: 'a', command: 'python3 a.py' }] };
const json = JSON.stringify(plan);
const pretty = JSON.stringify(plan, null, 2);

const cases: [name: string, text: string, expected: unknown][] = [
  ['plain', json, plan],
  ['with space around and a byte order mark', `\uFEFF\n  ${pretty}\n\n`, plan],
  ['a json fence', `\`\`\`json\n${pretty}\n\`\`\``, plan],
  ['a fence without a language', `\`\`\`\n${pretty}\n\`\`\``, plan],
  ['a fence with another label', `\`\`\`build_plan.json5 title=x\n${pretty}\n\`\`\`\n`, plan],
  ['a tilde fence', `~~~json\n${pretty}\n~~~`, plan],
  ['a fence on one line', `\`\`\`json ${json} \`\`\``, plan],
  ['a fence never closed', `\`\`\`json\n${pretty}\n`, plan],
  [
    'prose before and after',
    `Sure! Here is the plan:\n\n${pretty}\n\nLet me know if {this} helps [1].`,
    plan,
  ],
  ['prose with braces before', `I fill the {title} and [steps] fields.\n${pretty}`, plan],
  ['an apostrophe in the prose', `Here's the plan, don't worry:\n${json}\nThat's it.`, plan],
  ['a thinking block', `<think>\nMaybe {"title": "Draft"}?\n</think>\n${json}`, plan],
  ['a thinking block whose start was in the prompt', `Hmm, {"title": "Draft"}\n</think>\n\n${json}`, plan],
  ['a thinking tag inside a string', '{"a": "<think>kept</think>"}', { a: '<think>kept</think>' }],
  ['trailing commas', '{"a": [1, 2,], "b": {"c": 1,},}', { a: [1, 2], b: { c: 1 } }],
  ['doubled commas', '{"a": 1,, "b": [1,, 2]}', { a: 1, b: [1, 2] }],
  ['missing commas between lines', '{"a": "x"\n "b": 2\n "c": [1\n 2]}', { a: 'x', b: 2, c: [1, 2] }],
  ['line comments', '{\n  // the title, "quoted"\n  "a": 1, // don\'t\n  "b": 2\n}', { a: 1, b: 2 }],
  ['block comments', '{"a": 1 /* one { */, /* two */ "b": 2}', { a: 1, b: 2 }],
  ['Python comments', '{\n  "a": 1, # first "one\n  "b": 2 # last\n}', { a: 1, b: 2 }],
  ['single quotes', "{'a': 'x', 'b': ['y', 'z']}", { a: 'x', b: ['y', 'z'] }],
  ['an apostrophe in single quotes', "{'a': 'it's here', 'b': 'don't'}", { a: "it's here", b: "don't" }],
  ['an escaped apostrophe', "{'a': 'it\\'s', \"b\": \"it\\'s\"}", { a: "it's", b: "it's" }],
  ['Python words', "{'a': True, 'b': False, 'c': None}", { a: true, b: false, c: null }],
  ['Python words inside strings', '{"a": "True or None",}', { a: 'True or None' }],
  ['a Python tuple', "{'a': ('x', 'y'), 'b': (1, 2)}", { a: ['x', 'y'], b: [1, 2] }],
  ['JavaScript words', '{a: undefined, b: NaN, c: 1}', { a: null, b: null, c: 1 }],
  ['unquoted keys', '{title: "x", steps_count: 2}', { title: 'x', steps_count: 2 }],
  ['line breaks and tabs inside a string', '{"a": "x\n\ty", "b": 1}', { a: 'x\n\ty', b: 1 }],
  ['unescaped quotes inside a string', '{"a": "say "hi" now", "b": 2}', { a: 'say "hi" now', b: 2 }],
  [
    'unescaped quotes in a shell command',
    '{"command": "python3 -c "print(1)"", "b": 2}',
    { command: 'python3 -c "print(1)"', b: 2 },
  ],
  [
    'unescaped quotes in code',
    '{"content": "print("{x}")\nprint("b")\n", "path": "a.py"}',
    { content: 'print("{x}")\nprint("b")\n', path: 'a.py' },
  ],
  ['a regular expression with single backslashes', '{"re": "^\\d+\\.\\w$",}', { re: '^\\d+\\.\\w$' }],
  ['a regular expression, all else valid', '{"re": "\\d+"}', { re: '\\d+' }],
  [
    'a triple-quoted string',
    '{"content": """print("hi")\nx = {}\n""", "b": 1}',
    { content: 'print("hi")\nx = {}\n', b: 1 },
  ],
  [
    'a template string',
    '{"content": `const a = "x";\nlet b = {};`}',
    { content: 'const a = "x";\nlet b = {};' },
  ],
  ['typographic quotes', '{“a”: “b”}', { a: 'b' }],
  ['strings joined by plus', '{"a": "x" +\n "y"}', { a: 'xy' }],
  ['a raw Python string', '{"re": r"\\d+"}', { re: '\\d+' }],
  ['escapes in need of repair around them', '{"a": "\\u00e9\\n\\"x\\"",}', { a: 'é\n"x"' }],
  [
    'cut in a string',
    '{"title": "Report", "steps": [{"id": "a", "command": "pyth',
    { title: 'Report', steps: [{ id: 'a', command: 'pyth' }] },
  ],
  [
    'cut after a comma',
    '{"title": "Report", "steps": [{"id": "a"},',
    { title: 'Report', steps: [{ id: 'a' }] },
  ],
  ['cut within a fence', '```json\n{"title": "R", "steps": [', { title: 'R', steps: [] }],
  ['encoded twice', JSON.stringify(json), plan],
  ['a list', '[{"id": 1}, {"id": 2}]', [{ id: 1 }, { id: 2 }]],
  ['numbers of every kind', '{"a": -1.5e3, "b": 0, "c": [1,-2,],}', { a: -1500, b: 0, c: [1, -2] }],
  ['the larger of two values', `For instance {"id": "x"}.\n\n${pretty}`, plan],
  ['the larger of two fences', `\`\`\`json\n{"id": "x"}\n\`\`\`\nand\n\`\`\`json\n${pretty}\n\`\`\``, plan],
  [
    'a value to mend beside a small sound one',
    `{"x": 1} is small.\n{'title': 'Report', 'n': 2,}`,
    { title: 'Report', n: 2 },
  ],
  ['a scalar', '42', 42],
  ['an empty object', '{}', {}],
];

describe('parseJson reads what models really send', () => {
  test.each(cases)('%s', (_name, text, expected) => {
    expect(parseJson(text)).toEqual(expected);
  });
});

describe('parseJson refuses what holds no JSON, and does not turn prose into strings', () => {
  test.each([
    ['nothing', ''],
    ['space', ' \n\t'],
    ['prose', 'I am sorry, I cannot do that.'],
    ['prose with brackets', 'See the note [see note 1] and (this).'],
    ['prose with braces', 'Fill in {name} and {title}, please.'],
    ['code', 'def f(x):\n    return x + 1\n'],
    ['a fence without JSON', '```python\nprint(1)\n```'],
  ])('%s', (_name, text) => {
    expect(() => parseJson(text)).toThrow(expect.objectContaining({ code: 'model.output-invalid' }));
  });

  test('shows only the first 500 characters of the answer', () => {
    const text = `No. ${'x'.repeat(900)}`;
    expect(() => parseJson(text)).toThrow(/No\. x{496}…$/);
  });
});

describe('parseJson chooses by what fits', () => {
  const fits = (value: unknown): boolean => typeof value === 'object' && value !== null && 'steps' in value;

  test('the value that fits, though another is larger', () => {
    const other = JSON.stringify({ note: 'x'.repeat(500) });
    expect(parseJson(`${other}\n${json}\n${other}`, { fits })).toEqual(plan);
  });

  test('the last that fits: a draft comes before the answer', () => {
    const draft = JSON.stringify({ steps: ['draft', 'longer than the answer by far, as drafts may be', 3] });
    expect(
      parseJson(`First:\n\`\`\`json\n${draft}\n\`\`\`\nBetter:\n\`\`\`json\n${json}\n\`\`\``, { fits }),
    ).toEqual(plan);
  });

  test('a value inside one that does not fit', () => {
    expect(parseJson(`{"plan": oops ${json}`, { fits })).toEqual(plan);
  });

  test('none fits: the largest, so that its faults can be told', () => {
    expect(parseJson('{"a": 1} {"bb": 22}', { fits })).toEqual({ bb: 22 });
  });

  test('a draft cut short in one fence does not hide the whole one in the next', () => {
    const text = `\`\`\`json\n{"steps": [{"id": "a"\n\`\`\`\nOnce more:\n\`\`\`json\n${pretty}\n\`\`\``;
    expect(parseJson(text, { fits })).toEqual(plan);
  });
});

test('a hostile answer of a hundred thousand brackets is refused in bounded time', () => {
  const startedMs = performance.now();
  expect(() => parseJson('[{'.repeat(50_000))).toThrow();
  parseJson('{"'.repeat(50_000));
  expect(performance.now() - startedMs).toBeLessThan(4_000);
});
