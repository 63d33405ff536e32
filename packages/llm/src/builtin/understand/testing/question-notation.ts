import type { AnalysisQuestion, Filter, GroupKey, Measure } from '../../question.ts';

function filterNotation(filter: Filter): string {
  const name = 'part' in filter && filter.part ? `${filter.column}@${filter.part}` : filter.column;
  if ('values' in filter) return `${name} ${filter.operator} ${filter.values.join('|')}`;
  if (filter.operator === 'between') return `${name} between ${filter.from}..${filter.to}`;
  return 'value' in filter ? `${name} ${filter.operator} ${filter.value}` : `${name} ${filter.operator}`;
}

function measureNotation(measure: Measure): string {
  return `${measure.aggregate}(${measure.column ?? ''})`;
}

function keyNotation(key: GroupKey): string {
  return key.column + (key.bucket ? `@${key.bucket}` : '') + (key.binWidth ? `/${key.binWidth}` : '');
}

function body(question: AnalysisQuestion): (string | false | undefined)[] {
  switch (question.kind) {
    case 'aggregate':
      return [
        question.measures.map(measureNotation).join(', '),
        question.by.length > 0 && `by ${question.by.map(keyNotation).join(', ')}`,
        question.having &&
          `having ${question.having.map((part) => `${part.measure} ${part.operator} ${part.value}`).join(', ')}`,
        question.order && `order ${question.order.by} ${question.order.direction}`,
        question.limit !== undefined && `limit ${question.limit}`,
        question.withShare && 'share',
      ];
    case 'rank':
      return [
        `${question.direction} ${question.column}`,
        String(question.limit),
        question.per && `per ${question.per}${question.perBucket ? `@${question.perBucket}` : ''}`,
      ];
    case 'select':
      return [
        question.columns?.join(', ') ?? '*',
        question.sort && `sort ${question.sort.map((part) => `${part.column} ${part.direction}`).join(', ')}`,
        question.limit !== undefined && `limit ${question.limit}`,
      ];
    case 'trend':
      return [
        question.measures.map(measureNotation).join(', '),
        `over ${question.dateColumn}@${question.bucket}`,
        question.series && `series ${question.series}`,
        question.rollingWindow !== undefined && `rolling ${question.rollingWindow}`,
        question.withChange && 'change',
      ];
    case 'distribution':
      return [
        question.column,
        question.by && `by ${question.by}`,
        question.bins !== undefined && `bins ${question.bins}`,
      ];
    case 'correlation':
      return [question.columns.join(', '), question.method];
    case 'clean':
      return [
        question.operations.map((operation) => JSON.stringify(operation)).join(' '),
        `to ${question.to}`,
      ];
    case 'convert':
      return [question.columns?.join(', ') ?? '*', `to ${question.to}`];
    case 'describe':
    case 'join':
      return [];
  }
}

/** A question in one line, for tables of cases: `aggregate mean(wind) by weather where temp_max gt 20`. */
export function questionNotation(question: AnalysisQuestion): string {
  const { source } = question;
  const parts = [
    question.kind,
    ...body(question),
    question.filters.length > 0 && `where ${question.filters.map(filterNotation).join(' & ')}`,
    source.kind === 'join' &&
      `from ${source.left} ${source.how} ${source.right} on ${source.on.map((pair) => `${pair.left}=${pair.right}`).join(', ')}`,
    'chart' in question && question.chart && `as ${question.chart}`,
    question.alsoAs && `also ${question.alsoAs}`,
  ];
  return parts.filter(Boolean).join(' ');
}
