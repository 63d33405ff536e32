import { describe, expect, test } from '@jest/globals';
import { parseRepairAnswer } from './parse-repair.ts';

const content = 'import csv\n\nprint("fixed")\n';
const file = { path: 'src/analysis.py', content };
const answer = { diagnosis: 'The column was misspelt.', files: [file] };

describe('the JSON that was asked for, and what resembles it', () => {
  test.each([
    ['plain', JSON.stringify(answer)],
    ['fenced with prose', `I found it.\n\`\`\`json\n${JSON.stringify(answer, null, 2)}\n\`\`\`\nDone.`],
    ['after thoughts', `<think>{"files": []}</think>${JSON.stringify(answer)}`],
    ['trailing comma', `${JSON.stringify(answer).slice(0, -1)},}`],
    ['explanation for diagnosis', JSON.stringify({ explanation: answer.diagnosis, files: [file] })],
    ['files by path', JSON.stringify({ diagnosis: answer.diagnosis, files: { [file.path]: content } })],
    ['one file at the top', JSON.stringify({ diagnosis: answer.diagnosis, ...file })],
    [
      'a fence inside the content',
      JSON.stringify({ ...answer, files: [{ path: file.path, content: `\`\`\`python\n${content}\`\`\`` }] }),
    ],
    ['a path with ./', JSON.stringify({ ...answer, files: [{ path: './src/analysis.py', content }] })],
    [
      'lines',
      JSON.stringify({ ...answer, files: [{ path: file.path, content: content.trimEnd().split('\n') }] }),
    ],
    [
      'real line breaks and quotes in the content',
      `{"diagnosis": "${answer.diagnosis}", "files": [{"path": "src/analysis.py", "content": "${content}"}]}`,
    ],
    [
      'Python triple quotes',
      `{"diagnosis": "${answer.diagnosis}", "files": [{"path": "src/analysis.py", "content": """${content}"""}]}`,
    ],
  ])('%s', (_name, text) => {
    expect(parseRepairAnswer(text)).toEqual(answer);
  });

  test('a list of files without a diagnosis', () => {
    expect(parseRepairAnswer(JSON.stringify([file]))).toEqual({ diagnosis: '', files: [file] });
  });

  test('the same file twice: the last counts', () => {
    const files = [
      { path: 'a.py', content: 'old' },
      { path: 'a.py', content: 'new' },
    ];
    expect(parseRepairAnswer(JSON.stringify({ diagnosis: '', files })).files).toEqual([files[1]]);
  });
});

describe('fenced blocks headed by a path', () => {
  const block = (info: string, body = content) => `\`\`\`${info}\n${body}\`\`\``;
  test.each([
    ['a heading', `${answer.diagnosis}\n\n### src/analysis.py\n${block('python')}`],
    ['a bold line', `${answer.diagnosis}\n\n**\`src/analysis.py\`**\n\n${block('python')}`],
    ['a file line', `${answer.diagnosis}\nFile: src/analysis.py\n${block('')}`],
    ['the info string', `${answer.diagnosis}\n${block('python src/analysis.py')}`],
    ['the info string with a colon', `${answer.diagnosis}\n${block('python:src/analysis.py')}`],
    ['a title', `${answer.diagnosis}\n${block('python title="src/analysis.py"')}`],
  ])('%s', (_name, text) => {
    expect(parseRepairAnswer(text)).toEqual(answer);
  });

  test('the comment that opens the code', () => {
    const body = `# src/analysis.py\n${content}`;
    expect(parseRepairAnswer(`Mended.\n${block('python', body)}`)).toEqual({
      diagnosis: 'Mended.',
      files: [{ path: 'src/analysis.py', content: body }],
    });
  });

  test('several files, and a block that names none is left out', () => {
    const text = `Why.\n\n#### a.py\n${block('python')}\n\n#### b.js\n${block('js', 'let x = {a: 1};\n')}\n\nRun\n${block('bash', 'ls\n')}`;
    expect(parseRepairAnswer(text).files).toEqual([
      { path: 'a.py', content },
      { path: 'b.js', content: 'let x = {a: 1};\n' },
    ]);
  });
});

test('a path of the container is one of the project, and one that is not allowed does not take the others away', () => {
  const files = ['/work/main.py', '../../x.py', '/etc/passwd', './b.py'].map((path) => ({ path, content }));
  expect(parseRepairAnswer(JSON.stringify({ diagnosis: 'd', files })).files.map(({ path }) => path)).toEqual([
    'main.py',
    'b.py',
  ]);
});

describe('where one file alone can be meant', () => {
  const options = { onlyPath: 'main.py' };

  test.each([
    ['one block with prose', 'The comma was missing.\n\n```python\nprint(1, 2)\n```\n'],
    ['the mere code', 'import sys\n\nprint(1, 2)\n'],
    ['JSON without a path', JSON.stringify({ content: 'print(1, 2)\n' })],
  ])('its new content will do: %s', (_name, text) => {
    const { files } = parseRepairAnswer(text, options);
    expect(files.map(({ path }) => path)).toEqual(['main.py']);
    expect(files[0]?.content).toContain('print(1, 2)');
    expect(files[0]?.content).not.toMatch(/```|comma|content/);
  });

  test.each([
    ['prose', 'I am sorry, I do not know how to mend this program.'],
    ['JSON without files', '{"diagnosis": "x", "files": []}'],
    ['two blocks', '```python\nprint(1)\n```\nor\n```python\nprint(2)\n```\n'],
  ])('never takes the place of the program: %s', (_name, text) => {
    expect(() => parseRepairAnswer(text, options)).toThrow(
      expect.objectContaining({ code: 'model.output-invalid' }),
    );
  });

  test('a path that is named wins', () => {
    const { files } = parseRepairAnswer('```python other.py\nprint(1)\n```', options);
    expect(files.map(({ path }) => path)).toEqual(['other.py']);
  });
});

describe('refused', () => {
  test.each([
    ['nothing', ''],
    ['prose', 'The column is misspelt; rename it.'],
    ['no files', '{"diagnosis": "x", "files": []}'],
    ['a block without a path', '```python\nprint(1)\n```'],
    ['a path above the project', JSON.stringify({ diagnosis: '', files: [{ path: '../x.py', content }] })],
    ['an absolute path', JSON.stringify({ diagnosis: '', files: [{ path: '/etc/passwd', content }] })],
  ])('%s', (_name, text) => {
    expect(() => parseRepairAnswer(text)).toThrow(expect.objectContaining({ code: 'model.output-invalid' }));
  });
});
