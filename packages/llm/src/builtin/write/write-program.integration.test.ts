import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { DocumentContext } from '../../model-port.ts';
import type { AnalysisQuestion, BlueprintKind, Filter, Source } from '../question.ts';
import { runInPython } from './tests/run-in-python.ts';
import { writeProgram } from './write-program.ts';

const root = join(import.meta.dirname, '../../../../..');
const data = join(root, 'tests/data');
const profiles = {
  'seattle-weather.csv': 'packages/llm/src/builtin/understand/fixtures/seattle-weather.json',
  'penguins.json': 'packages/llm/src/builtin/understand/fixtures/penguins.json',
  'birdstrikes.csv': 'packages/llm/src/builtin/understand/fixtures/birdstrikes.json',
  'stocks.csv': 'tests/data/profiles/stocks.json',
  'movies.json': 'tests/data/profiles/movies.json',
} as const;
type DocumentName = keyof typeof profiles;

function document(name: DocumentName): DocumentContext {
  return JSON.parse(readFileSync(join(root, profiles[name]), 'utf8'));
}

/** A question with what all of them have, and the SQL that answers it independently. */
interface Checked {
  question: AnalysisQuestion;
  sql: string;
}

/** A question's own fields, whichever its kind. */
type OwnFields<Q> = Q extends AnalysisQuestion
  ? Omit<Q, 'source' | 'filters' | 'slug' | 'title'> & { filters?: Filter[] }
  : never;

function asked(name: DocumentName, slug: string, sql: string, own: OwnFields<AnalysisQuestion>): Checked {
  const source: Source = { kind: 'document', path: `data/${name}` };
  return { question: { ...own, source, filters: own.filters ?? [], slug, title: `Question ${slug}` }, sql };
}

const weather = 'seattle-weather.csv';
const cases: Record<DocumentName, Checked[]> = {
  'seattle-weather.csv': [
    asked(weather, 'by-month', 'SELECT month(date), avg(temp_max) FROM weather GROUP BY 1 ORDER BY 1', {
      kind: 'aggregate',
      measures: [{ aggregate: 'mean', column: 'temp_max' }],
      by: [{ column: 'date', bucket: 'month-of-year' }],
    }),
    asked(
      weather,
      'by-weather',
      'SELECT weather, count(*) AS n, stddev_samp(wind), 100.0 * n / sum(n) OVER () FROM weather GROUP BY 1 QUALIFY n > 60 ORDER BY n DESC LIMIT 2',
      {
        kind: 'aggregate',
        measures: [
          { aggregate: 'count', column: null },
          { aggregate: 'stddev', column: 'wind' },
        ],
        by: [{ column: 'weather' }],
        having: [{ measure: 0, operator: 'gt', value: 60 }],
        withShare: true,
        limit: 2,
      },
    ),
    asked(
      weather,
      'sunny-weekdays',
      `SELECT isodow(date), median(wind) FROM weather WHERE weather = 'sun' AND year(date) = 2013 GROUP BY 1 ORDER BY 1`,
      {
        kind: 'aggregate',
        measures: [{ aggregate: 'median', column: 'wind' }],
        by: [{ column: 'date', bucket: 'weekday' }],
        filters: [
          { column: 'weather', operator: 'eq', value: 'sun' },
          { column: 'date', operator: 'eq', value: 2013, part: 'year' },
        ],
      },
    ),
    asked(weather, 'wettest', 'SELECT wind, precipitation FROM weather ORDER BY 2 DESC, date LIMIT 5', {
      kind: 'rank',
      column: 'precipitation',
      direction: 'highest',
      limit: 5,
      columns: ['wind'],
    }),
    asked(weather, 'windy', 'SELECT wind, temp_min FROM weather WHERE wind > 8 ORDER BY wind DESC, date', {
      kind: 'select',
      columns: ['wind', 'temp_min'],
      sort: [{ column: 'wind', direction: 'descending' }],
      filters: [{ column: 'wind', operator: 'gt', value: 8 }],
    }),
    asked(
      weather,
      'weeks',
      `SELECT strftime(date_trunc('week', date), '%Y-%m-%d') AS week, sum(precipitation) AS total, CASE WHEN row_number() OVER w >= 3 THEN avg(total) OVER (ORDER BY week ROWS 2 PRECEDING) END FROM weather GROUP BY week WINDOW w AS (ORDER BY week) ORDER BY 1`,
      {
        kind: 'trend',
        dateColumn: 'date',
        bucket: 'week',
        measures: [{ aggregate: 'sum', column: 'precipitation' }],
        rollingWindow: 3,
      },
    ),
    asked(
      weather,
      'wind-spread',
      'SELECT count(wind), avg(wind), stddev_samp(wind), min(wind), quantile_cont(wind, 0.25), median(wind), quantile_cont(wind, 0.75), max(wind) FROM weather',
      { kind: 'distribution', column: 'wind' },
    ),
    asked(
      weather,
      'temps',
      `SELECT 'temp_max', 'temp_min', corr(temp_max, temp_min), count(*) FROM weather`,
      {
        kind: 'correlation',
        columns: ['temp_max', 'temp_min'],
        method: 'pearson',
      },
    ),
  ],
  'penguins.json': [
    asked(
      'penguins.json',
      'mass',
      'SELECT "Species", "Sex", avg("Body Mass (g)") AS m FROM penguins WHERE "Sex" IS NOT NULL GROUP BY ALL ORDER BY m DESC',
      {
        kind: 'aggregate',
        measures: [{ aggregate: 'mean', column: 'Body Mass (g)' }],
        by: [{ column: 'Species' }, { column: 'Sex' }],
      },
    ),
    asked('penguins.json', 'cleaned', 'SELECT * FROM penguins WHERE "Sex" IS NOT NULL', {
      kind: 'clean',
      operations: [{ kind: 'drop-missing', columns: ['Sex'] }],
      to: 'csv',
    }),
  ],
  'birdstrikes.csv': [
    asked(
      'birdstrikes.csv',
      'speed',
      `SELECT "Wildlife Size", avg("Speed IAS in knots") AS v, sum("Cost Total $") FROM strikes WHERE "Effect Amount of damage" <> 'None' AND "Wildlife Size" IS NOT NULL GROUP BY 1 ORDER BY v DESC`,
      {
        kind: 'aggregate',
        measures: [
          { aggregate: 'mean', column: 'Speed IAS in knots' },
          { aggregate: 'sum', column: 'Cost Total $' },
        ],
        by: [{ column: 'Wildlife Size' }],
        filters: [{ column: 'Effect Amount of damage', operator: 'ne', value: 'None' }],
      },
    ),
  ],
  'stocks.csv': [
    asked(
      'stocks.csv',
      'quarters',
      `SELECT symbol, year(date) || '-Q' || quarter(date) AS q, avg(price) FROM stocks GROUP BY ALL ORDER BY symbol, q`,
      {
        kind: 'trend',
        dateColumn: 'date',
        bucket: 'quarter',
        measures: [{ aggregate: 'mean', column: 'price' }],
        series: 'symbol',
      },
    ),
    asked('stocks.csv', 'converted', 'SELECT symbol, price FROM stocks', {
      kind: 'convert',
      to: 'csv',
      columns: ['symbol', 'price'],
    }),
  ],
  'movies.json': [
    asked(
      'movies.json',
      'genres',
      'SELECT "Major Genre", avg("IMDB Rating") AS r, sum("US DVD Sales") FROM movies WHERE "Major Genre" IS NOT NULL GROUP BY 1 ORDER BY r DESC',
      {
        kind: 'aggregate',
        measures: [
          { aggregate: 'mean', column: 'IMDB Rating' },
          { aggregate: 'sum', column: 'US DVD Sales' },
        ],
        by: [{ column: 'Major Genre' }],
      },
    ),
  ],
};

const views = `
CREATE VIEW weather AS FROM read_csv('${data}/seattle-weather.csv');
CREATE VIEW strikes AS FROM read_csv('${data}/birdstrikes.csv', sample_size = -1, nullstr = '');
CREATE VIEW stocks AS SELECT symbol, strptime(date, '%b %d %Y')::DATE AS date, price FROM read_csv('${data}/stocks.csv', types = {'date': 'VARCHAR'});
CREATE VIEW movies AS FROM read_json('${data}/movies.json', sample_size = -1);
CREATE VIEW penguins AS FROM read_json('${data}/penguins.json');`;

type Cell = string | number | null;

function plain(value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number') return value;
  const text = String(value);
  return text !== '' && !Number.isNaN(Number(text)) ? Number(text) : text;
}

/** The cells of a CSV file whose values hold neither commas nor quotes. */
function cells(text: string): Cell[][] {
  const lines = text.trimEnd().split('\n').slice(1);
  return lines.map((line) => line.split(',').map((cell) => (cell === '' ? null : plain(cell))));
}

/** Names beside numbers of months and weekdays are the program's own. */
const nameColumns = new Set(['by-month', 'sunny-weekdays']);

function rounded(rows: Cell[][]): Cell[][] {
  return rows.map((row) =>
    row.map((cell) => (typeof cell === 'number' ? Number(cell.toPrecision(11)) : cell)),
  );
}

describe('programs in the Python image', () => {
  let instance: DuckDBInstance;
  let query: (sql: string) => Promise<Cell[][]>;

  beforeAll(async () => {
    instance = await DuckDBInstance.create(':memory:', { threads: '1' });
    const connection = await instance.connect();
    await connection.run(views);
    query = async (sql) => (await connection.runAndReadAll(sql)).getRows().map((row) => row.map(plain));
  });

  afterAll(() => instance.closeSync());

  for (const [name, checks] of Object.entries(cases) as [DocumentName, Checked[]][])
    test(`${name}: the numbers equal those of SQL, and the program's tests pass`, async () => {
      const { files } = writeProgram({
        spec: 'Questions',
        documents: [document(name)],
        understanding: {
          kind: 'analysis',
          questions: checks.map(({ question }) => question),
          assumptions: [],
        },
      });
      const written = await runInPython({
        files,
        documents: [name],
        commands: ['python3 -W error::FutureWarning analysis.py', 'python3 -m pytest -q'],
      });
      for (const { question, sql } of checks) {
        const expected = rounded(await query(sql));
        expect(expected.length).toBeGreaterThan(0);
        const found = rounded(cells(written[`${question.slug}.csv`] ?? ''));
        const kept = nameColumns.has(question.slug)
          ? found.map(([key, , ...rest]) => [key ?? null, ...rest])
          : found;
        expect({ slug: question.slug, rows: kept }).toEqual({ slug: question.slug, rows: expected });
      }
    });
});

describe('generated tests and blueprints', () => {
  test('a broken calculation fails the tests of its program', async () => {
    const { files } = writeProgram({
      spec: 'Questions',
      documents: [document(weather)],
      understanding: {
        kind: 'analysis',
        questions: cases[weather].map(({ question }) => question),
        assumptions: [],
      },
    });
    const code = files['analysis.py'] ?? '';
    const breakages: [string, string][] = [
      ['("temp_max", "mean")', '("temp_max", "max")'],
      ['table["weather"] == "sun"', 'table["weather"] != "sun"'],
      ['> count_above', '>= count_above'],
      ['"precipitation", ascending=False', '"precipitation", ascending=True'],
      ['.rolling(3)', '.rolling(2)'],
      ['quantile(0.25)', 'quantile(0.2)'],
      ['.dropna().astype(float)\n        pairs', '.astype(float)\n        pairs'],
    ];
    for (const [sound, broken] of breakages) {
      expect(code).toContain(sound);
      const run = runInPython({
        files: { ...files, 'analysis.py': code.replace(sound, broken) },
        documents: [weather],
        commands: ['python3 -m pytest -q'],
      });
      await expect(run).rejects.toThrow(/\d+ failed/);
    }
  });

  for (const blueprint of ['rest-api', 'dashboard', 'command-line'] satisfies BlueprintKind[])
    test(`the ${blueprint} over penguins passes every acceptance command`, async () => {
      const { files, plan } = writeProgram({
        spec: 'A program for the penguins',
        documents: [document('penguins.json')],
        understanding: {
          kind: 'blueprint',
          blueprint,
          source: { kind: 'document', path: 'data/penguins.json' },
          title: 'Penguins',
          assumptions: [],
        },
      });
      await runInPython({
        files,
        documents: ['penguins.json'],
        commands: plan.steps.map((step) => step.acceptance.command),
      });
    });
});
