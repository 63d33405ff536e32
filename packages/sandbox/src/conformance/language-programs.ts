/** The same small programs in each language, so that one suite can ask the same of all. */
export interface LanguagePrograms {
  language: string;
  /** Prints `héllo wörld 🌍` and nothing else. */
  hello: { path: string; content: string };
  /** Prints the standard input in capitals. */
  capitals: { path: string; content: string };
  /** Prints its arguments, one a line. */
  args: { path: string; content: string };
  /** Prints the variable GREETING. */
  environment: { path: string; content: string };
  /** Ends with code 7 after writing `bad` to standard error. */
  exitCode: { path: string; content: string };
  /** Two files: the first uses the second and prints 42. */
  severalFiles: { path: string; content: string }[];
  /** Does not parse; the word that standard error names. */
  syntaxError: { path: string; content: string; mentions: RegExp; phase: 'compile' | 'run' };
  /** Writes output/table.csv and output/deep/page.html. */
  artifacts: { path: string; content: string };
  /** A test that passes and one that fails, and the command that runs them. */
  tests: { files: { path: string; content: string }[]; command: string; mentions: RegExp };
}

const python: LanguagePrograms = {
  language: 'python',
  hello: { path: 'main.py', content: 'print("héllo wörld 🌍")' },
  capitals: { path: 'main.py', content: 'import sys\nprint(sys.stdin.read().upper())' },
  args: { path: 'main.py', content: 'import sys\nprint("\\n".join(sys.argv[1:]))' },
  environment: { path: 'main.py', content: 'import os\nprint(os.environ["GREETING"])' },
  exitCode: { path: 'main.py', content: 'import sys\nsys.stderr.write("bad")\nsys.exit(7)' },
  severalFiles: [
    { path: 'main.py', content: 'from lib.answer import answer\nprint(answer())' },
    { path: 'lib/answer.py', content: 'def answer():\n    return 42' },
  ],
  syntaxError: { path: 'main.py', content: 'def broken(:\n', mentions: /SyntaxError/, phase: 'run' },
  artifacts: {
    path: 'main.py',
    content:
      'import os\nos.makedirs("output/deep")\nopen("output/table.csv", "w").write("a,b\\n1,2\\n")\nopen("output/deep/page.html", "w").write("<p>hi</p>")',
  },
  tests: {
    files: [
      {
        path: 'test_sum.py',
        content: 'def test_right():\n    assert 1 + 1 == 2\n\ndef test_wrong():\n    assert 1 + 1 == 3\n',
      },
    ],
    command: 'python3 -m pytest -q',
    mentions: /1 failed, 1 passed/,
  },
};

const javascript: LanguagePrograms = {
  language: 'javascript',
  hello: { path: 'main.js', content: 'console.log("héllo wörld 🌍")' },
  capitals: {
    path: 'main.js',
    content: 'console.log(require("node:fs").readFileSync(0, "utf8").toUpperCase())',
  },
  args: { path: 'main.js', content: 'console.log(process.argv.slice(2).join("\\n"))' },
  environment: { path: 'main.js', content: 'console.log(process.env.GREETING)' },
  exitCode: { path: 'main.js', content: 'process.stderr.write("bad"); process.exitCode = 7;' },
  severalFiles: [
    { path: 'main.mjs', content: 'import { answer } from "./lib/answer.mjs";\nconsole.log(answer());' },
    { path: 'lib/answer.mjs', content: 'export const answer = () => 42;' },
  ],
  syntaxError: { path: 'main.js', content: 'const = 3;', mentions: /SyntaxError/, phase: 'run' },
  artifacts: {
    path: 'main.js',
    content:
      'const fs = require("node:fs");\nfs.mkdirSync("output/deep");\nfs.writeFileSync("output/table.csv", "a,b\\n1,2\\n");\nfs.writeFileSync("output/deep/page.html", "<p>hi</p>");',
  },
  tests: {
    files: [
      {
        path: 'sum.test.js',
        content:
          'const test = require("node:test");\nconst assert = require("node:assert");\ntest("right", () => assert.equal(1 + 1, 2));\ntest("wrong", () => assert.equal(1 + 1, 3));',
      },
    ],
    command: 'node --test',
    mentions: /pass 1[\s\S]*fail 1/,
  },
};

const typescript: LanguagePrograms = {
  ...javascript,
  language: 'typescript',
  hello: { path: 'main.ts', content: 'const text: string = "héllo wörld 🌍";\nconsole.log(text);' },
  capitals: {
    path: 'main.ts',
    content: 'import { readFileSync } from "node:fs";\nconsole.log(readFileSync(0, "utf8").toUpperCase());',
  },
  args: {
    path: 'main.ts',
    content: 'const args: string[] = process.argv.slice(2);\nconsole.log(args.join("\\n"));',
  },
  environment: { path: 'main.ts', content: 'console.log(process.env.GREETING as string);' },
  exitCode: {
    path: 'main.ts',
    content: 'enum Code { Bad = 7 }\nprocess.stderr.write("bad");\nprocess.exitCode = Code.Bad;',
  },
  severalFiles: [
    { path: 'main.ts', content: 'import { answer } from "./lib/answer";\nconsole.log(answer());' },
    { path: 'lib/answer.ts', content: 'export const answer = (): number => 42;' },
  ],
  syntaxError: {
    path: 'main.ts',
    content: 'const count: number = "three";\nconsole.log(count);',
    mentions: /TS2322/,
    phase: 'compile',
  },
  artifacts: {
    path: 'main.ts',
    content:
      'import * as fs from "node:fs";\nfs.mkdirSync("output/deep");\nfs.writeFileSync("output/table.csv", "a,b\\n1,2\\n");\nfs.writeFileSync("output/deep/page.html", "<p>hi</p>");',
  },
  tests: {
    files: [
      {
        path: 'sum.test.ts',
        content:
          'import test from "node:test";\nimport assert from "node:assert";\nconst two: number = 2;\ntest("right", () => assert.equal(1 + 1, two));\ntest("wrong", () => assert.equal(1 + 1, 3));',
      },
    ],
    command: 'node --test',
    mentions: /pass 1[\s\S]*fail 1/,
  },
};

const bash: LanguagePrograms = {
  language: 'bash',
  hello: { path: 'main.sh', content: 'echo "héllo wörld 🌍"' },
  capitals: { path: 'main.sh', content: 'text=$(cat)\ntr a-z A-Z <<< "$text"' },
  args: { path: 'main.sh', content: 'printf "%s\\n" "$@"' },
  environment: { path: 'main.sh', content: 'echo "$GREETING"' },
  exitCode: { path: 'main.sh', content: 'printf bad >&2\nexit 7' },
  severalFiles: [
    { path: 'main.sh', content: 'source lib/answer.sh\nanswer' },
    { path: 'lib/answer.sh', content: 'answer() { echo 42; }' },
  ],
  syntaxError: { path: 'main.sh', content: 'if true; then\n', mentions: /syntax error/, phase: 'run' },
  artifacts: {
    path: 'main.sh',
    content:
      'mkdir output/deep\nprintf "a,b\\n1,2\\n" > output/table.csv\nprintf "<p>hi</p>" > output/deep/page.html',
  },
  tests: {
    files: [
      {
        path: 'test.sh',
        content: '[ $((1 + 1)) = 2 ] && echo right\n[ $((1 + 1)) = 3 ] || { echo wrong; exit 1; }',
      },
    ],
    command: 'bash test.sh',
    mentions: /right\nwrong/,
  },
};

export const languagePrograms: LanguagePrograms[] = [python, javascript, typescript, bash];
