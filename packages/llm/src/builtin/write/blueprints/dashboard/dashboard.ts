import type { Program } from '../../../program.ts';
import { docstring, functionSource } from '../../python/function-source.ts';
import { type Code, call, list, statements } from '../../python/layout.ts';
import { pythonLiteral, pythonString } from '../../python/python-literal.ts';
import { bucketCode, bucketNames } from '../../time-bucket.ts';
import { blueprintPlan, pythonStep, readmeStep } from '../blueprint-plan.ts';
import { blueprintReadme } from '../blueprint-readme.ts';
import type { BlueprintRequest } from '../blueprint-request.ts';
import { moduleText, type TableModule, tableModule } from '../table-module.ts';
import { buildCode } from './build-code.ts';
import { chartCode } from './chart-code.ts';
import { chooseDashboard, type DashboardChoice } from './dashboard-choice.ts';
import { pageTemplate } from './page-code.ts';
import { testCode } from './test-code.ts';

function tilesFunction(choice: DashboardChoice): string {
  const measured = choice.measures.map((column): Code => {
    const values = `table[${pythonString(column.name)}]`;
    const label = pythonString(`Average ${column.name}`);
    return call('tile', label, `${values}.mean()`, `spread(${values})`);
  });
  return functionSource({
    name: 'tiles',
    parameters: ['table: pd.DataFrame'],
    returns: 'list[str]',
    says: 'The key figures.',
    body: [['return ', list(call('tile', '"Rows"', 'len(table)'), ...measured)]],
  });
}

function subtitleFunction(choice: DashboardChoice): string {
  const body: Code[] = ['size = f"{len(table):,} rows, {len(table.columns)} columns"'];
  const time = choice.time?.column;
  if (time) {
    body.push(`times = table[${pythonString(time.name)}].dropna()`);
    body.push('if times.empty:', ['    ', 'return size']);
    body.push('first, last = as_label(times.min()), as_label(times.max())');
    body.push(`return f"{size}; " + ${pythonString(time.name)} + f" from {first} to {last}"`);
  } else body.push('return size');
  return functionSource({
    name: 'subtitle',
    parameters: ['table: pd.DataFrame'],
    returns: 'str',
    says: 'The size of the data, and the time that it covers.',
    body,
  });
}

function timeCode(choice: DashboardChoice): Code[] {
  const [measure] = choice.measures;
  const { time } = choice;
  if (!time || !measure) return [];
  const bucket = bucketCode(time.bucket, time.column);
  const title = `Average ${measure.name} by ${bucketNames[time.bucket]}`;
  return [
    ['times = ', bucket.key],
    `means = table.groupby(times)[${pythonString(measure.name)}].mean()`,
    ['drawings.append(', call('line_chart', pythonString(title), 'means'), ')'],
  ];
}

function chartsFunction(choice: DashboardChoice): string {
  const body: Code[] = ['drawings: list[str] = []', ...timeCode(choice)];
  for (const column of choice.categories) {
    const name = pythonString(column.name);
    body.push(`counts = table[${name}].value_counts().head(10)`);
    body.push([
      '',
      call('drawings.append', call('bar_chart', pythonString(`Rows by ${column.name}`), 'counts')),
    ]);
  }
  for (const column of choice.distributions) {
    const title = pythonString(`Distribution of ${column.name}`);
    body.push(['', call('drawings.append', call('histogram', title, `table[${pythonString(column.name)}]`))]);
  }
  return functionSource({
    name: 'charts',
    parameters: ['table: pd.DataFrame'],
    returns: 'list[str]',
    says: 'The charts: along time, the most frequent values, the spread of numbers.',
    body: [...body, 'return drawings'],
  });
}

const labelFunction = `def as_label(value: object) -> str:
    """Write a moment or a year as a label, without thousands separators."""
    if isinstance(value, pd.Timestamp):
        return value.strftime("%Y-%m-%d")
    return "no value" if pd.isna(value) else str(value)`;

function dashboardFile(request: BlueprintRequest, module: TableModule, choice: DashboardChoice): string {
  const names = module.documents.map(({ document }) => document.name).join(' and ');
  const isTimed = choice.time !== undefined;
  return moduleText({
    docstring: docstring(`Build a dashboard over ${names}: one HTML page that needs nothing else.`, 0),
    module,
    imports: ['import json', 'import numpy as np', 'from html import escape', 'from string import Template'],
    constants: [
      statements([`TITLE = ${pythonString(request.title)}`], 0),
      '# The most rows that the page itself holds.\nMOST_ROWS = 5_000\nCHART_WIDTH = 500',
      pageTemplate,
    ],
    functions: [
      `def load_table() -> pd.DataFrame:\n    """Read the data of the dashboard."""\n    return ${module.load}`,
      ...(isTimed ? [labelFunction] : []),
      subtitleFunction(choice),
      tilesFunction(choice),
      chartsFunction(choice),
      chartCode,
      buildCode,
    ],
    isMain: true,
  });
}

function testFile(module: TableModule, choice: DashboardChoice): string {
  const rows = module.rowCount;
  const [measure] = choice.measures;
  const mean = measure?.profile.mean;
  const real: Code[] = [
    'table = build_dashboard.load_table()',
    ...(rows === undefined ? [] : [`assert len(table) == ${rows}`]),
    'page = read(build_dashboard.build_page(table))',
    'assert page.tiles[0] == ("Rows", f"{len(table):,}")',
  ];
  if (measure && mean !== undefined && module.documents.length === 1) {
    real.push(`mean = build_dashboard.as_figure(${pythonLiteral(mean)})`);
    real.push(['assert page.tiles[1] == ', `(${pythonString(`Average ${measure.name}`)}, mean)`]);
  }
  real.push(`assert page.drawings == len(build_dashboard.charts(table))`);
  real.push('assert len(page.data["rows"]) == min(len(table), build_dashboard.MOST_ROWS)');
  return `${testCode}\n\n\ndef test_real_data_is_on_the_page() -> None:\n${statements(real)}\n`;
}

/** A self-contained page: key figures, charts chosen from the profile, and a table to sort and filter. */
export function dashboard(request: BlueprintRequest): Program {
  const module = tableModule(request.source, request.documents, [
    'OUTPUT_FOLDER',
    'in_words',
    'plain_records',
  ]);
  const rowCount = Math.max(...module.documents.map(({ document }) => document.profile.rowCount));
  const choice = chooseDashboard(module.columns, rowCount);
  const names = module.documents.map(({ document }) => document.name).join(' and ');
  const shown = [...choice.measures, ...choice.categories].map((column) => column.name).join(', ');
  const steps = [
    pythonStep({
      id: 'write-dashboard',
      kind: 'write',
      title: `Write the dashboard for ${names}`,
      instructions: `One HTML page without external loads: key figures, charts of ${shown || 'the rows'}, and a table to sort and filter.`,
      files: ['build_dashboard.py'],
      dependsOn: [],
      command: 'python3 -m py_compile build_dashboard.py',
    }),
    pythonStep({
      id: 'build-dashboard',
      kind: 'run',
      title: 'Build the page',
      instructions: 'Write output/dashboard.html.',
      files: [],
      dependsOn: ['write-dashboard'],
      command: 'python3 build_dashboard.py',
    }),
    pythonStep({
      id: 'test-dashboard',
      kind: 'test',
      title: 'Test what the page holds',
      instructions:
        'Parse the page: figures, charts and rows are right, hostile values stay text, nothing is loaded.',
      files: ['test_dashboard.py'],
      dependsOn: ['write-dashboard'],
      command: 'python3 -m pytest -q',
    }),
    readmeStep(),
  ];
  return {
    plan: blueprintPlan(request.title, `A dashboard page over ${names}: output/dashboard.html.`, steps),
    files: {
      'build_dashboard.py': dashboardFile(request, module, choice),
      'test_dashboard.py': testFile(module, choice),
      'README.md': blueprintReadme({
        title: request.title,
        spec: request.spec,
        module,
        assumptions: request.assumptions,
        sections: [
          '## Build it\n\n```sh\npython3 build_dashboard.py    # writes output/dashboard.html\npython3 -m pytest -q          # the tests\n```\n\nThe page is one file: it loads nothing, follows the light or dark setting of its reader, and holds at most 5,000 rows to sort and filter, 500 of them in view. Its figures and charts are of all rows.',
        ],
      }),
    },
  };
}
