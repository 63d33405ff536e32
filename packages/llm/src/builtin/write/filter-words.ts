import type { Filter } from '../question.ts';

const comparisons = {
  eq: 'is',
  ne: 'is not',
  lt: 'is below',
  le: 'is at most',
  gt: 'is above',
  ge: 'is at least',
} as const;

function condition(filter: Filter): string {
  switch (filter.operator) {
    case 'in':
      return `is one of ${filter.values.join(', ')}`;
    case 'not-in':
      return `is none of ${filter.values.join(', ')}`;
    case 'between':
      return `is from ${filter.from} to ${filter.to}`;
    case 'contains':
      return `contains ${filter.value}`;
    case 'starts-with':
      return `starts with ${filter.value}`;
    case 'ends-with':
      return `ends with ${filter.value}`;
    case 'is-null':
      return 'is missing';
    case 'not-null':
      return 'is known';
    default:
      return `${comparisons[filter.operator]} ${filter.value}`;
  }
}

/** Filters in words: `weather is sun and wind is above 3`. */
export function filterWords(filters: readonly Filter[]): string {
  return filters
    .map((filter) => {
      const part = 'part' in filter && filter.part ? `the ${filter.part} of ` : '';
      return `${part}${filter.column} ${condition(filter)}`;
    })
    .join(' and ');
}
