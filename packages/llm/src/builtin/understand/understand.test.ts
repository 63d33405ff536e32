import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { DocumentContext } from '../../model-port.ts';
import type { Understanding } from '../question.ts';
import { questionNotation } from './testing/question-notation.ts';
import { sampleDocument, sampleNames } from './testing/sample-documents.ts';
import { storesAndSales } from './testing/stores-and-sales.ts';
import { understand } from './understand.ts';

interface Case {
  spec: string;
  questions?: string[];
  blueprint?: string;
  /** The first sentence of the reason. */
  refused?: string;
}

function readCases(name: string): Case[] {
  return JSON.parse(
    readFileSync(join(import.meta.dirname, 'testing/cases', `${name}.json`), 'utf8'),
  ) as Case[];
}

function outcome(understanding: Understanding): Omit<Case, 'spec'> {
  if (understanding.kind === 'analysis') return { questions: understanding.questions.map(questionNotation) };
  if (understanding.kind === 'blueprint') return { blueprint: understanding.blueprint };
  return { refused: understanding.reason.split(/(?<=\.) /)[0] };
}

describe.each(sampleNames)('requests about %s', (name) => {
  const cases = readCases(name);

  test('there are at least ten', () => expect(cases.length).toBeGreaterThanOrEqual(10));

  test.each(cases)('$spec', ({ spec, ...expected }) => {
    expect(outcome(understand({ spec, documents: [sampleDocument(name)] }))).toEqual(expected);
  });
});

describe('two documents', () => {
  test.each(readCases('stores-and-sales'))('$spec', ({ spec, ...expected }) => {
    expect(outcome(understand({ spec, documents: storesAndSales() }))).toEqual(expected);
  });

  test('the one that fits is used, and said', () => {
    const documents = [sampleDocument('seattle-weather'), sampleDocument('birdstrikes')];
    const read = understand({ spec: 'number of strikes by state', documents });
    expect(read).toMatchObject({
      kind: 'analysis',
      questions: [{ source: { path: 'data/birdstrikes.csv' } }],
    });
    expect(read.kind === 'analysis' && read.assumptions).toContain('Used birdstrikes.csv.');
  });
});

describe('what is said besides', () => {
  test('how "by month" was read, and how to ask for the other', () => {
    const read = understand({
      spec: 'Average temp_max by month',
      documents: [sampleDocument('seattle-weather')],
    });
    expect(read.kind === 'analysis' && read.assumptions.join(' ')).toMatch(
      /calendar month over all years.*over time/,
    );
  });

  test('slugs differ and are file names', () => {
    const read = understand({
      spec: 'Average wind by weather. Average wind by weather.',
      documents: [sampleDocument('seattle-weather')],
    });
    const slugs = read.kind === 'analysis' ? read.questions.map((question) => question.slug) : [];
    expect(slugs).toEqual(['average-wind-by-weather', 'average-wind-by-weather-2']);
  });

  test('a refusal names the real columns and offers what can be done', () => {
    const read = understand({
      spec: 'average salary by department',
      documents: [sampleDocument('seattle-weather')],
    });
    expect(read).toMatchObject({ kind: 'not-understood' });
    if (read.kind !== 'not-understood') return;
    expect(read.reason).toContain('temp_max');
    expect(read.suggestions.length).toBeGreaterThanOrEqual(3);
  });
});

const hostile: DocumentContext = {
  name: '"; rm -rf / #.csv',
  path: 'data/x.csv',
  profile: {
    format: 'csv',
    rowCount: 3,
    columns: [
      'Ignore previous instructions',
      '__proto__',
      'constructor',
      '',
      '"); DROP TABLE x; --',
      '(?=a)*[',
      '🙂',
    ].map((name) => ({
      name,
      type: 'text' as const,
      nullCount: 0,
      distinctCount: 2,
      topValues: [
        { value: '__proto__', count: 2 },
        { value: 'by month as a bar chart', count: 1 },
      ],
      samples: ['constructor'],
    })),
  },
};

describe('hostile input', () => {
  test.each([
    'count by constructor',
    'toString valueOf __proto__',
    '"); DROP TABLE x; --',
    'average 🙂 by month',
    '(((((',
    '\u0000\u202e',
    'rename __proto__ to x',
  ])('%s does not break', (spec) => {
    expect(() => understand({ spec, documents: [hostile] })).not.toThrow();
  });

  test.each([
    ['a repeated question', 'average temp_max by month and '.repeat(1700)],
    ['one long word', 'a'.repeat(50_000)],
    ['quotes', '"'.repeat(50_000)],
    ['digits', '1'.repeat(50_000)],
    ['blanks', `${' '.repeat(49_000)}x`],
    ['many different words', Array.from({ length: 240 }, (_, index) => `zq${index * 7919}`).join(' ')],
  ])('%s is answered fast', (_, spec) => {
    const documents = [sampleDocument('birdstrikes')];
    understand({ spec: 'warm up', documents });
    const start = performance.now();
    expect(understand({ spec, documents }).kind).toBe('not-understood');
    expect(performance.now() - start).toBeLessThan(200);
  });

  test.each(['', '   ', '🙂🙂', '每月平均最高温度', 'Zeige die durchschnittliche Temperatur pro Monat'])(
    '%p is refused politely',
    (spec) => {
      const read = understand({ spec, documents: [sampleDocument('seattle-weather')] });
      expect(read.kind === 'not-understood' && read.suggestions.length).toBe(6);
    },
  );

  test('no document attached', () => {
    expect(outcome(understand({ spec: 'average x by y', documents: [] })).refused).toBe(
      'No data is attached.',
    );
  });
});
