import type { Program } from '../../../program.ts';
import { docstring } from '../../python/function-source.ts';
import { pythonLiteral, pythonString } from '../../python/python-literal.ts';
import { isNumeric, type TableColumn } from '../../table-column.ts';
import { blueprintPlan, pythonStep, readmeStep } from '../blueprint-plan.ts';
import { blueprintReadme, codeText } from '../blueprint-readme.ts';
import type { BlueprintRequest } from '../blueprint-request.ts';
import { moduleText, type TableModule, tableModule } from '../table-module.ts';
import { appCode } from './app-code.ts';
import { sampleCode } from './sample-code.ts';
import { storeCode } from './store-code.ts';
import { testCode } from './test-code.ts';

/** The column to group by in examples: few different values, else the first. */
function exampleKey(columns: readonly TableColumn[]): TableColumn | undefined {
  const isFew = (column: TableColumn): boolean =>
    column.profile.distinctCount > 1 && column.profile.distinctCount <= 30;
  return (
    columns.find((column) => column.type === 'text' && isFew(column)) ?? columns.find(isFew) ?? columns[0]
  );
}

function aggregateAddress(columns: readonly TableColumn[]): string {
  const key = exampleKey(columns);
  const measured = columns.find((column) => isNumeric(column) && column !== key);
  const by = `/aggregate?by=${encodeURIComponent(key?.name ?? '')}`;
  return measured ? `${by}&measure=mean&column=${encodeURIComponent(measured.name)}` : by;
}

function storeFile(module: TableModule, names: string): string {
  return moduleText({
    docstring: docstring(`The rows of ${names}, and the questions that can be asked of them.`, 0),
    module,
    imports: ['import math', 'import operator', 'from collections.abc import Callable'],
    constants: [],
    functions: [
      `def load_store() -> "DataStore":\n    """Read the data that the service serves."""\n    return DataStore(${module.load})`,
      storeCode,
    ],
    isMain: false,
  });
}

function testFile(module: TableModule): string {
  const rowCheck =
    module.rowCount === undefined ? 'store.row(0) is not None' : `len(store.table) == ${module.rowCount}`;
  const [first] = module.columns;
  const missing =
    module.documents.length === 1 && first
      ? `\n    assert store.schema()[0]["missing"] == ${pythonLiteral(first.profile.nullCount)}`
      : '';
  return [
    '"""Tests of the service: over HTTP on a small table, and the real data as it is loaded."""',
    '',
    'import json\nimport threading\nfrom collections.abc import Iterator\nfrom http.client import HTTPConnection\nfrom typing import Any',
    '',
    'import pandas as pd\nimport pytest',
    '',
    'from app import Server\nfrom data_store import DataStore, load_store',
    '',
    '',
    testCode,
    '',
    '',
    `def test_real_data_is_served_whole() -> None:\n    store = load_store()\n    assert ${rowCheck}${missing}`,
    '',
  ].join('\n');
}

function readme(request: BlueprintRequest, module: TableModule): string {
  const base = 'http://127.0.0.1:8000';
  const [first] = module.columns;
  const name = encodeURIComponent(first?.name ?? '');
  const calls = [
    `curl '${base}/rows?limit=5&sort=-${name}'`,
    `curl '${base}/rows?${name}__missing=false'`,
    `curl '${base}/rows/0'`,
    `curl '${base}${aggregateAddress(module.columns)}'`,
    `curl '${base}/summary'`,
  ].map(codeText);
  return blueprintReadme({
    title: request.title,
    spec: request.spec,
    module,
    assumptions: request.assumptions,
    sections: [
      '## Run it\n\n```sh\nPORT=8000 python3 app.py      # HOST=0.0.0.0 to be reached from other machines\npython3 -m pytest -q          # the tests\npython3 sample_requests.py    # sample calls, kept in output/\n```',
      `## Calls\n\n\`\`\`sh\n${calls.join('\n')}\n\`\`\`\n\nRows are filtered with \`<column>=<value>\` or \`<column>__<comparison>=<value>\`; comparisons: eq, ne, lt, le, gt, ge, contains, missing. \`sort\`, \`limit\` (at most 1,000) and \`offset\` page through them. Failures are JSON with an \`error\` and the status 400, 404 or 405.`,
      '## Files\n\n- `app.py`: the HTTP service\n- `data_store.py`: reading and querying the data\n- `sample_requests.py`: starts the service and calls it\n- `test_app.py`: tests over HTTP',
    ],
  });
}

/** A REST API over a table: standard-library HTTP server, pandas behind it. */
export function restApi(request: BlueprintRequest): Program {
  const module = tableModule(request.source, request.documents, []);
  const names = module.documents.map(({ document }) => document.name).join(' and ');
  const sampleAddress = `SAMPLE_AGGREGATE = ${pythonString(aggregateAddress(module.columns))}`;
  const steps = [
    pythonStep({
      id: 'write-service',
      kind: 'write',
      title: `Write the REST API for ${names}`,
      instructions: `Serve ${module.columns.map((column) => column.name).join(', ')}: list with filters, sorting and paging, one row, schema, summary and aggregates; failures as JSON.`,
      files: ['data_store.py', 'app.py'],
      dependsOn: [],
      command: 'python3 -m py_compile data_store.py app.py',
    }),
    pythonStep({
      id: 'try-service',
      kind: 'run',
      title: 'Start it and keep sample responses',
      instructions: 'Start the service on a free port, call each address, write the answers to output/.',
      files: ['sample_requests.py'],
      dependsOn: ['write-service'],
      command: 'python3 sample_requests.py',
    }),
    pythonStep({
      id: 'test-service',
      kind: 'test',
      title: 'Test it over HTTP',
      instructions:
        'Check filters, sorting, paging, aggregates and each failure over HTTP, and that the data is served whole.',
      files: ['test_app.py'],
      dependsOn: ['write-service'],
      command: 'python3 -m pytest -q',
    }),
    readmeStep(),
  ];
  return {
    plan: blueprintPlan(request.title, `A REST API over ${names}, started with python3 app.py.`, steps),
    files: {
      'data_store.py': storeFile(module, names),
      'app.py': `"""Serve the data of data_store.py as JSON over HTTP."""\n\n${appCode}`,
      'sample_requests.py': sampleCode.replace(
        'OUTPUT_FOLDER = Path("output")',
        () => `OUTPUT_FOLDER = Path("output")\n${sampleAddress}`,
      ),
      'test_app.py': testFile(module),
      'README.md': readme(request, module),
    },
  };
}
