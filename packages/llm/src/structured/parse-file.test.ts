import { describe, expect, test } from '@jest/globals';
import { parseFileAnswer } from './parse-file.ts';

const python = 'import csv\n\n\ndef main() -> None:\n    print("hi")\n\n\nmain()\n';
const fence = (info: string, body: string, marks = '```') => `${marks}${info}\n${body}${marks}`;

describe('raw files come back to the byte', () => {
  test.each([
    ['analysis.py', python],
    ['analysis.py', 'print(1)'],
    ['analysis.py', '\n\nprint(1)\n\n\n'],
    ['analysis.py', '"""Usage:\n\n```\npython3 analysis.py\n```\n"""\nimport sys\n'],
    ['analysis.py', '# Here is the analysis:\nprint(1)\n'],
    ['analysis.py', 'x = 1\r\ny = 2\r\n'],
    ['page.html', '<!doctype html>\n<html><body><pre>```\nx\n```</pre></body></html>\n'],
    ['app.js', 'const text = `\n```js\nx\n```\n`;\n'],
    ['data.json', '{\n  "content": "x",\n  "path": "y"\n}\n'],
    ['data.json', '[1, 2]\n'],
    ['style.css', 'body { color: red; }\n'],
    ['notes.txt', 'Here is the list:\n- a\n- b\n'],
    ['requirements.txt', 'pandas\nmatplotlib==3.9\n'],
    ['think.html', '<p>x</p>\n<think>kept</think>\n'],
    ['README.md', '# Title\n\nRun:\n\n```bash\npython3 a.py\n```\n\nMore.\n'],
    ['README.md', 'Sample project.\n\n```\na\n```\n\n```python\nb\n```\n'],
    ['README.md', '- one\n\n  ```bash\n  x\n  ```\n'],
    ['config.yml', 'a: 1\nb:\n  - c\n'],
    ['Dockerfile', 'FROM debian\nRUN true\n'],
  ])('%s: %j', (path, content) => {
    expect(parseFileAnswer(content, path)).toBe(content);
  });
});

describe('one fence', () => {
  test.each([
    ['alone', fence('python', python)],
    ['with a path for a label', fence('analysis.py', python)],
    ['without a label', fence('', python)],
    ['with prose before', `Here is the file:\n\n${fence('python', python)}`],
    ['with prose after', `${fence('py', python)}\n\nThis reads the CSV; run it with python3.`],
    [
      'with prose around that speaks of code',
      `I used \`csv\`, and def main() prints.\n\n${fence('python', python)}\nDone!`,
    ],
    ['with four backticks', fence('python', python, '````')],
    ['with tildes', fence('python', python, '~~~')],
    [
      'indented in a list',
      `1. The file:\n\n   \`\`\`python\n${python.replace(/^(?=.)/gm, '   ')}   \`\`\`\n`,
    ],
    ['never closed', `\`\`\`python\n${python}`],
    ['after thoughts', `<think>\n\`\`\`python\nprint("draft")\n\`\`\`\n</think>\n${fence('python', python)}`],
    ['after thoughts opened in the prompt', `I write it.\n</think>\n\n${fence('python', python)}`],
    ['with CRLF', fence('python', python).replaceAll('\n', '\r\n')],
  ])('%s', (_name, answer) => {
    expect(parseFileAnswer(answer, 'analysis.py').replaceAll('\r\n', '\n')).toBe(python);
  });

  test('a fence further in belongs to the code', () => {
    const code = 'def f():\n    """Example:\n\n    ```\n    f()\n    ```\n    """\n';
    expect(parseFileAnswer(fence('python', code), 'a.py')).toBe(code);
  });

  test('code closed by a fence that the prompt had opened', () => {
    expect(parseFileAnswer(`${python}\`\`\`\n\nThis prints hi.`, 'analysis.py')).toBe(python);
  });
});

describe('several fences', () => {
  const usage = fence(
    'bash',
    'python3 analysis.py --with --very --many --long --options --indeed --and --more --of --them\n',
  );
  test.each([
    ['the one of the language', `${fence('python', python)}\nRun it:\n${usage}`],
    ['the language, after another', `First:\n${usage}\nThen:\n${fence('python', python)}`],
    [
      'the path in the line above',
      `**other.py**\n${fence('python', `${python}${python}`)}\n**src/analysis.py**\n${fence('python', python)}`,
    ],
    [
      'the path in a heading',
      `### \`src/analysis.py\`\n${fence('', python)}\n### test.py\n${fence('', python + python)}`,
    ],
    [
      'the path in the info string',
      `${fence('python:src/analysis.py', python)}\n${fence('python', python + python)}`,
    ],
    [
      'the path as title',
      `${fence('python title="src/analysis.py"', python)}\n${fence('python', python + python)}`,
    ],
    ['the largest of the language', `${fence('python', 'x = 1\n')}\nWhole:\n${fence('python', python)}`],
    ['the largest where nothing is labelled', `${fence('', 'pip install x\n')}\n\n${fence('', python)}`],
  ])('%s', (_name, answer) => {
    expect(parseFileAnswer(answer, 'src/analysis.py')).toBe(python);
  });

  test('the path in the comment that opens the code', () => {
    const code = `# src/analysis.py\n${python}`;
    const answer = `${fence('python', `# other.py\n${python}${python}`)}\n${fence('python', code)}`;
    expect(parseFileAnswer(answer, 'src/analysis.py')).toBe(code);
  });
});

describe('Markdown files', () => {
  const readme = '# Title\n\nRun:\n\n```bash\npython3 a.py\n```\n\nMore.\n';
  const bare = '# Title\n\n```\ntext\n```\n\n## End\n\nMore.\n';
  test.each([
    ['in a longer fence', fence('markdown', readme, '````'), readme],
    ['in a fence of the same length', fence('markdown', readme), readme],
    [
      'in a fence with prose around',
      `Here is the README:\n\n${fence('md', readme)}\n\nHope it helps!`,
      readme,
    ],
    ['in a fence, with bare fences inside', fence('markdown', bare), bare],
    ['in a bare fence', fence('', readme), readme],
    [
      'in a fence, with chatter that has a block of its own',
      `${fence('markdown', readme)}\n\nTry it:\n\n${fence('bash', 'ls\n')}`,
      readme,
    ],
    [
      'in a fence cut short',
      `\`\`\`markdown\n# Title\n\n\`\`\`bash\nx\n\`\`\`\n\nMore`,
      '# Title\n\n```bash\nx\n```\n\nMore\n',
    ],
    ['raw after an announcement', `Here is the README.md:\n\n${readme}`, readme],
    ['raw', readme, readme],
  ])('%s', (_name, answer, expected) => {
    expect(parseFileAnswer(answer, 'README.md')).toBe(expected);
  });
});

describe('JSON wrappers', () => {
  const wrapped = { content: python };
  test.each([
    ['content', JSON.stringify(wrapped)],
    ['path and content', JSON.stringify({ path: 'analysis.py', ...wrapped })],
    ['content, pretty, in a fence', fence('json', `${JSON.stringify(wrapped, null, 2)}\n`)],
    [
      'files',
      JSON.stringify({
        files: [
          { path: 'x.py', content: 'x' },
          { path: './analysis.py', ...wrapped },
        ],
      }),
    ],
    ['one file under another name', JSON.stringify({ files: [{ path: 'main.py', ...wrapped }] })],
    ['by name', JSON.stringify({ 'analysis.py': python })],
    ['code', JSON.stringify({ explanation: 'It prints.', code: python })],
    ['lines', JSON.stringify({ content: python.trimEnd().split('\n') })],
    ['with real line breaks', `{"content": "${python.replaceAll('"', '\\"')}"}`],
    ['with prose around', `${JSON.stringify(wrapped)}\n\nDone.`],
  ])('%s', (_name, answer) => {
    expect(parseFileAnswer(answer, 'analysis.py')).toBe(python);
  });

  test('a JSON file inside a wrapper that names it', () => {
    const content = '{"a": 1}\n';
    expect(parseFileAnswer(JSON.stringify({ path: 'data.json', content }), 'data.json')).toBe(content);
    expect(parseFileAnswer(fence('json', content), 'data.json')).toBe(content);
  });
});

test('prose before raw code is taken off', () => {
  expect(parseFileAnswer(`Sure, here is the file:\n\n${python}`, 'analysis.py')).toBe(python);
});

test.each([[''], ['  \n'], ['```python\n```'], ['<think>only thoughts</think>']])(
  '%j holds no file',
  (answer) => {
    expect(() => parseFileAnswer(answer, 'a.py')).toThrow(
      expect.objectContaining({ code: 'model.output-invalid' }),
    );
  },
);
