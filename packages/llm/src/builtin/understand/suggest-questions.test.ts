import { describe, expect, test } from '@jest/globals';
import { suggestQuestions } from './suggest-questions.ts';
import { sampleDocument, sampleNames } from './testing/sample-documents.ts';
import { storesAndSales } from './testing/stores-and-sales.ts';
import { understand } from './understand.ts';

describe('suggestQuestions', () => {
  const sets = [
    ...sampleNames.map((name) => ({ name, documents: [sampleDocument(name)] })),
    { name: 'two documents', documents: storesAndSales() },
  ];

  test.each(sets)('$name: six that are understood, of at least four kinds', ({ documents }) => {
    const suggestions = suggestQuestions(documents);
    const read = suggestions.map((spec) => understand({ spec, documents }));
    expect(suggestions).toHaveLength(6);
    expect(read.filter((understanding) => understanding.kind === 'not-understood')).toEqual([]);
    const kinds = read.map((understanding) =>
      understanding.kind === 'analysis' ? understanding.questions[0]?.kind : understanding.kind,
    );
    expect(new Set(kinds).size).toBeGreaterThanOrEqual(4);
  });

  test('nothing attached, nothing suggested', () => expect(suggestQuestions([])).toEqual([]));
});
