import type { CompareOperator, Tag } from './tag.ts';

const plain: Record<CompareOperator, string[]> = {
  gt: [
    'more than',
    'greater than',
    'over',
    'above',
    'exceeding',
    'exceeds',
    'exceed',
    'exceeded',
    'bigger than',
    'larger than',
    'higher than',
    '>',
    'in excess of',
    'better than',
    'upwards of',
    'beyond',
    'at more than',
    'is over',
    'warmer than',
    'exceeds',
  ],
  ge: [
    'at least',
    '>=',
    '≥',
    '=>',
    'no less than',
    'not less than',
    'no fewer than',
    'minimum of',
    'a minimum of',
    'greater than or equal to',
    'more than or equal to',
    'or more',
    'or above',
    'or higher',
    'or greater',
    'and above',
    'and up',
    'or over',
    'or later',
    'at or above',
    'equal to or greater than',
    'not below',
    'not under',
    'or longer',
    'or warmer',
    'or hotter',
  ],
  lt: [
    'less than',
    'fewer than',
    'below',
    'under',
    'smaller than',
    'lower than',
    '<',
    'worse than',
    'colder than',
    'cooler than',
    'beneath',
    'short of',
  ],
  le: [
    'at most',
    '<=',
    '≤',
    '=<',
    'no more than',
    'not more than',
    'up to',
    'maximum of',
    'a maximum of',
    'less than or equal to',
    'or less',
    'or fewer',
    'or below',
    'or lower',
    'or under',
    'and below',
    'not above',
    'not over',
    'not exceeding',
    'or earlier',
    'at or below',
    'or shorter',
    'or colder',
  ],
  eq: ['=', '==', 'equals', 'equal to', 'exactly', 'is equal to', 'equal'],
  ne: [
    '!=',
    '<>',
    '≠',
    'is not',
    'not equal to',
    'does not equal',
    "isn't",
    'other than',
    'different from',
    'are not',
    'was not',
    'were not',
    "aren't",
    "wasn't",
  ],
};

const adjectives: Record<string, { gt: string[]; lt: string[] }> = {
  'mass|weight': {
    gt: [
      'heavier than',
      'weighing more than',
      'weighing over',
      'weigh more than',
      'that weigh over',
      'weighs more than',
    ],
    lt: ['lighter than', 'weighing less than', 'weighing under', 'weigh less than'],
  },
  'running time|duration|length': {
    gt: ['longer than', 'lasting more than', 'lasting over', 'lasting longer than', 'ran longer than'],
    lt: ['shorter than', 'lasting less than'],
  },
  'temp_max|temperature': { gt: ['hotter than', 'warmer than'], lt: [] },
  'temp_min|temperature': { gt: [], lt: ['colder than', 'cooler than'] },
  wind: { gt: ['windier than'], lt: ['calmer than'] },
  'precipitation|rain': { gt: ['wetter than'], lt: ['drier than'] },
  speed: { gt: ['faster than'], lt: ['slower than'] },
  'price|cost total|cost|production budget|budget|amount': {
    gt: ['more expensive than', 'costing more than', 'costing over', 'priced over', 'priced above'],
    lt: ['cheaper than', 'costing less than', 'costing under', 'priced under', 'priced below'],
  },
  'worldwide gross|gross|revenue': {
    gt: [
      'grossing more than',
      'grossing over',
      'that grossed more than',
      'grossed more than',
      'grossed over',
      'earning more than',
      'made more than',
      'earned more than',
      'that made over',
      'making more than',
      'earned over',
      'made over',
    ],
    lt: [
      'grossing less than',
      'grossed less than',
      'earning less than',
      'earned less than',
      'made less than',
    ],
  },
  'imdb rating|rating|score': {
    gt: [
      'rated above',
      'rated over',
      'rated higher than',
      'scoring above',
      'rated more than',
      'scoring over',
    ],
    lt: ['rated below', 'rated under', 'rated lower than', 'scoring below'],
  },
  height: { gt: ['taller than'], lt: [] },
  age: { gt: ['older than'], lt: ['younger than'] },
};

/** Comparisons, in words and signs. */
export function comparatorPhrases(): [string, Tag][] {
  const phrases: [string, Tag][] = [];
  for (const [operator, words] of Object.entries(plain)) {
    for (const word of words)
      phrases.push([word, { kind: 'comparator', operator: operator as CompareOperator }]);
  }
  for (const [about, words] of Object.entries(adjectives)) {
    for (const operator of ['gt', 'lt'] as const) {
      for (const word of words[operator]) {
        phrases.push([word, { kind: 'comparator', operator, about: about.split('|') }]);
      }
    }
  }
  for (const word of ['between', 'ranging from', 'in the range', 'in the range of', 'range from'])
    phrases.push([word, { kind: 'between' }]);
  return phrases;
}
