import type { Program } from '../../../program.ts';
import { docstring } from '../../python/function-source.ts';
import { isNumeric } from '../../table-column.ts';
import { blueprintPlan, pythonStep, readmeStep } from '../blueprint-plan.ts';
import { blueprintReadme, codeText } from '../blueprint-readme.ts';
import type { BlueprintRequest } from '../blueprint-request.ts';
import { moduleText, type TableModule, tableModule } from '../table-module.ts';
import { queryCode, queryConstants } from './query-code.ts';
import { testCode } from './test-code.ts';

/** Any text as one word of a shell line. */
function shellWord(text: string): string {
  return /^[\w.-]+$/.test(text) && !text.startsWith('-') ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** One line for each command, with the data's own columns. */
function exampleLines(module: TableModule): string[] {
  const number = module.columns.find(isNumeric);
  const key = module.columns.find(
    (column) =>
      column.type === 'text' && column.profile.distinctCount > 1 && column.profile.distinctCount <= 50,
  );
  const lines = ['python3 query.py columns', 'python3 query.py head -n 5'];
  if (number) {
    const bound = Number((number.profile.mean ?? 0).toPrecision(3));
    lines.push(`python3 query.py filter --where ${shellWord(`"${number.name}" > ${bound}`)} --format csv`);
    lines.push(`python3 query.py top ${shellWord(number.name)} -n 5`);
  }
  if (key) {
    const mean = number ? ` --mean ${shellWord(number.name)}` : '';
    lines.push(`python3 query.py aggregate --by ${shellWord(key.name)}${mean}`);
  }
  return lines;
}

function queryFile(module: TableModule, names: string): string {
  return moduleText({
    docstring: docstring(`Query ${names} from the command line: list, filter, group and rank its rows.`, 0),
    module,
    imports: [
      'import argparse',
      'import operator',
      'import re',
      'import sys',
      'from collections.abc import Callable',
    ],
    constants: [queryConstants],
    functions: [
      `def load_table() -> pd.DataFrame:\n    """Read the data that is queried."""\n    return ${module.load}`,
      queryCode,
    ],
    isMain: true,
  }).replace(/ {4}main\(\)\n$/, '    sys.exit(main())\n');
}

function testFile(module: TableModule): string {
  const [first] = module.columns;
  const count = module.rowCount === undefined ? 'len(table) > 0' : `len(table) == ${module.rowCount}`;
  const missing =
    module.rowCount !== undefined && first
      ? `\n    assert query.list_columns(table)["missing"].iloc[0] == ${first.profile.nullCount}`
      : '';
  return `"""Tests of query.py: its commands on a small table, and the real data as it is loaded."""

import json

import pandas as pd
import pytest

import query
from query import load_table


${testCode}


def test_real_data_is_read_whole() -> None:
    table = load_table()
    assert ${count}${missing}
`;
}

/** A command-line tool that queries a table. */
export function commandLine(request: BlueprintRequest): Program {
  const module = tableModule(request.source, request.documents, []);
  const names = module.documents.map(({ document }) => document.name).join(' and ');
  const lines = exampleLines(module);
  const safe = lines.map(codeText);
  const runs = lines.map((line) => `${line} > output/${line.split(' ')[2]}.txt`);
  const steps = [
    pythonStep({
      id: 'write-tool',
      kind: 'write',
      title: `Write the command-line tool for ${names}`,
      instructions: `Commands columns, head, filter, aggregate and top over ${module.columns.map((column) => column.name).join(', ')}; conditions are parsed, never evaluated.`,
      files: ['query.py'],
      dependsOn: [],
      command: 'python3 -m py_compile query.py',
    }),
    pythonStep({
      id: 'try-tool',
      kind: 'run',
      title: 'Try each command on the data',
      instructions: 'Run each command once and keep what it prints in output/.',
      files: ['try_commands.sh'],
      dependsOn: ['write-tool'],
      command: 'sh try_commands.sh',
    }),
    pythonStep({
      id: 'test-tool',
      kind: 'test',
      title: 'Test every command',
      instructions: 'Check each command, its conditions, output forms, exit codes and what cannot be done.',
      files: ['test_query.py'],
      dependsOn: ['write-tool'],
      command: 'python3 -m pytest -q',
    }),
    readmeStep(),
  ];
  const answer = `The command-line tool query.py reads ${names}. Try:\n\n${safe.map((line) => `    ${line}`).join('\n')}\n`;
  return {
    plan: blueprintPlan(request.title, `A command-line tool over ${names}: python3 query.py --help.`, steps),
    files: {
      'query.py': queryFile(module, names),
      'try_commands.sh': `#!/bin/sh\n# Runs each command once; what it prints is kept in output/.\nset -eu\nmkdir -p output\n${runs.join('\n')}\ncat > output/answer.md <<'END_OF_ANSWER'\n${answer}END_OF_ANSWER\ncat output/answer.md\n`,
      'test_query.py': testFile(module),
      'README.md': blueprintReadme({
        title: request.title,
        spec: request.spec,
        module,
        assumptions: request.assumptions,
        sections: [
          `## Use it\n\n\`\`\`sh\n${safe.join('\n')}\npython3 query.py --help\npython3 -m pytest -q          # the tests\n\`\`\`\n\nConditions are \`<column> <comparison> <value>\` with =, !=, <, <=, >, >= or contains; give \`--where\` several times to ask for all of them. \`--format\` is table, csv or json. The exit code is 0 on success and 2 where the request cannot be done.`,
        ],
      }),
    },
  };
}
