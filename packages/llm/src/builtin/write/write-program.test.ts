import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { planSchema } from '@sandsmith/contracts/domain/plan';
import type { DocumentContext } from '../../model-port.ts';
import type { AnalysisQuestion, Understanding } from '../question.ts';
import { writeProgram } from './write-program.ts';

function fixture(name: string): DocumentContext {
  const file = new URL(`../understand/fixtures/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8'));
}

const weather = fixture('seattle-weather');
const source = { kind: 'document', path: weather.path } as const;

function analysis(...questions: AnalysisQuestion[]): Understanding {
  return { kind: 'analysis', questions, assumptions: ['Read "wet" as precipitation.'] };
}

const byMonth: AnalysisQuestion = {
  kind: 'aggregate',
  source,
  filters: [{ column: 'weather', operator: 'eq', value: 'sun' }],
  slug: 'average-temp-max-by-month',
  title: 'Average temp_max by month',
  measures: [{ aggregate: 'mean', column: 'temp_max' }],
  by: [{ column: 'date', bucket: 'month-of-year' }],
};

const wettest: AnalysisQuestion = {
  kind: 'rank',
  source,
  filters: [],
  slug: 'wettest',
  title: 'The five wettest days',
  column: 'precipitation',
  direction: 'highest',
  limit: 5,
};

function write(understanding: Understanding) {
  return writeProgram({ spec: 'Warm months and wet days', documents: [weather], understanding });
}

describe('writeProgram', () => {
  test('makes a plan that the contract takes, whose files are all there', () => {
    const kinds: Understanding[] = [
      analysis(byMonth, wettest),
      ...(['rest-api', 'dashboard', 'command-line'] as const).map(
        (blueprint): Understanding => ({
          kind: 'blueprint',
          blueprint,
          source,
          title: 'A tool',
          assumptions: [],
        }),
      ),
    ];
    for (const understanding of kinds) {
      const program = write(understanding);
      const plan = planSchema.parse(program.plan);
      const named = plan.steps.flatMap((step) => step.files);
      expect(named.toSorted()).toEqual(Object.keys(program.files).toSorted());
      expect(new Set(named).size).toBe(named.length);
      expect(plan.steps.some((step) => step.kind === 'test')).toBe(true);
      expect(program).toEqual(write(understanding));
    }
  });

  test('states the columns and operations directly and reads no other column', () => {
    const { files } = write(analysis(byMonth));
    const code = files['analysis.py'] ?? '';
    expect(code).toContain('usecols=["date", "temp_max", "weather"]');
    expect(code).toContain('keep = table["weather"] == "sun"');
    expect(code).toContain('groups.agg(mean_temp_max=("temp_max", "mean"))');
    expect(code).not.toContain('as_text');
    expect(code).not.toContain('left_out');
  });

  test('shares what two questions need and gives each a function of its own name', () => {
    const twice = analysis(byMonth, { ...byMonth, slug: 'average-temp-max-by-month' }, wettest);
    const code = write(twice).files['analysis.py'] ?? '';
    const defined = [...code.matchAll(/^def (\w+)\(/gm)].map((match) => match[1]);
    expect(defined).toContain('average_temp_max_by_month_2');
    expect(new Set(defined).size).toBe(defined.length);
  });

  test('says which columns there are where one is unknown', () => {
    const unknown = analysis({ ...wettest, column: 'rain' });
    expect(() => write(unknown)).toThrow(/no column rain .*precipitation/);
  });

  test('does not write what was not understood', () => {
    expect(() =>
      write({ kind: 'not-understood', reason: 'Connect a language model.', suggestions: [] }),
    ).toThrow('Connect a language model.');
  });
});
