import type { Aggregate } from '../../question.ts';
import type { Direction, Tag } from './tag.ts';

const aggregateWords: Record<Aggregate, string[]> = {
  mean: ['average', 'averages', 'averaged', 'mean', 'avg', 'the average', 'typical', 'average value'],
  sum: [
    'sum',
    'total',
    'totals',
    'summed',
    'overall total',
    'combined',
    'sum total',
    'add up',
    'cumulative total',
    'aggregate',
  ],
  min: ['minimum', 'min', 'smallest value', 'minimal'],
  max: ['maximum', 'max', 'peak', 'maximal', 'largest value'],
  median: ['median', 'medians', 'middle value'],
  stddev: [
    'standard deviation',
    'std dev',
    'std',
    'stddev',
    'stdev',
    'standard deviations',
    'sd',
    'variability',
    'volatility',
  ],
  count: [],
  distinct: [],
};

const countWords = [
  'number of',
  'how many',
  'count',
  'counts',
  'counts of',
  'count of',
  'total number of',
  'the number of',
  'tally',
  'no of',
  'nr of',
  'how often',
  'frequency',
  'frequencies',
  'number',
  'amount of',
  'how much',
  'quantity of',
  'volume of',
  'total count of',
  'total count',
  'times',
  'how frequently',
  'counting',
  'count up',
];

const distinctWords = [
  'distinct',
  'unique',
  'different',
  'number of distinct',
  'number of unique',
  'number of different',
  'how many different',
  'how many unique',
  'how many distinct',
  'count of distinct',
  'count of unique',
  'distinct count',
  'distinct count of',
  'count distinct',
  'unique count',
  'nunique',
];

const shareWords = [
  'share',
  'percentage',
  'percent',
  'proportion',
  'fraction',
  'share of',
  'percentage of',
  'proportion of',
  'fraction of',
  'percentages',
  'what share of',
  'what percentage of',
  'pct',
  'percent of',
  'shares',
  'proportions',
  'what percent of',
  'what proportion of',
  'what fraction of',
  '%',
  '% of',
  'what % of',
  'relative frequency',
  'percentage breakdown',
  'market share',
];

const superlatives: Record<Direction, Record<string, string[]>> = {
  highest: {
    '': [
      'highest',
      'strongest',
      'peak value',
      'top',
      'most',
      'largest',
      'biggest',
      'greatest',
      'best',
      'maximum number of',
      'peak',
      'record high',
      'leading',
      'high',
      'highest number of',
      'most number of',
      'top ranked',
      'high est',
      'maximal',
    ],
    'precipitation rain': ['wettest', 'rainiest', 'most rainy', 'most rain', 'heaviest rain'],
    'temp_max temperature': ['hottest', 'warmest'],
    wind: ['windiest', 'stormiest', 'most windy', 'breeziest'],
    'weight mass': ['heaviest'],
    'running time|duration|beak length|length': [
      'longest',
      'lengthiest',
      'longest running',
      'longest lasting',
    ],
    'height|body height': ['tallest'],
    'age|date': ['latest', 'newest', 'most recent', 'last', 'youngest'],
    'price|cost total|cost|amount|production budget|budget': [
      'most expensive',
      'costliest',
      'priciest',
      'dearest',
    ],
    speed: ['fastest', 'quickest'],
    population: ['most populous', 'most populated', 'most people'],
    'worldwide gross|gross|revenue|profit|sales': [
      'highest grossing',
      'top grossing',
      'most successful',
      'most profitable',
      'biggest grossing',
      'best selling',
      'top selling',
    ],
    'imdb rating|rating|score|stars': [
      'best rated',
      'highest rated',
      'top rated',
      'best reviewed',
      'highest scoring',
      'most acclaimed',
    ],
    'votes|imdb votes|views': ['most popular', 'most voted'],
    fertility: ['most fertile'],
    '#count': [
      'most common',
      'most frequent',
      'commonest',
      'most often',
      'most frequently',
      'busiest',
      'most prolific',
      'most active',
      'most commonly',
    ],
  },
  lowest: {
    '': [
      'lowest',
      'weakest',
      'bottom',
      'least',
      'fewest',
      'smallest',
      'worst',
      'minimum number of',
      'record low',
      'littlest',
      'lowest number of',
      'tiniest',
      'low',
    ],
    'precipitation rain': ['driest', 'least rainy', 'least rain'],
    'temp_min temperature': ['coldest', 'coolest', 'chilliest', 'freezing', 'iciest'],
    wind: ['calmest', 'least windy', 'stillest'],
    'weight mass': ['lightest'],
    'running time|duration|beak length|length': ['shortest', 'briefest', 'shortest running'],
    'age|date': ['earliest', 'oldest', 'first'],
    'price|cost total|cost|amount|production budget|budget': ['cheapest', 'least expensive'],
    speed: ['slowest'],
    population: ['least populous', 'least populated'],
    'worldwide gross|gross|revenue|profit|sales': [
      'lowest grossing',
      'least successful',
      'worst selling',
      'least profitable',
    ],
    'imdb rating|rating|score|stars': ['worst rated', 'lowest rated', 'worst reviewed'],
    'votes|imdb votes|views': ['least popular'],
    '#count': ['least common', 'least frequent', 'rarest', 'least often'],
  },
};

/** Phrases for aggregates, counts, shares and superlatives. */
export function aggregatePhrases(): [string, Tag][] {
  const phrases: [string, Tag][] = [];
  for (const [aggregate, words] of Object.entries(aggregateWords)) {
    for (const word of words) phrases.push([word, { kind: 'aggregate', aggregate: aggregate as Aggregate }]);
  }
  for (const word of countWords) phrases.push([word, { kind: 'count' }]);
  for (const word of distinctWords) phrases.push([word, { kind: 'distinct' }]);
  for (const word of shareWords) phrases.push([word, { kind: 'share' }]);
  for (const direction of ['highest', 'lowest'] as const) {
    for (const [about, words] of Object.entries(superlatives[direction])) {
      for (const word of words) {
        const names =
          about === ''
            ? undefined
            : about.split('|').flatMap((name) => name.split(/ (?=temperature|rain|mass)/));
        phrases.push([word, { kind: 'superlative', direction, about: names }]);
      }
    }
  }
  return phrases;
}
