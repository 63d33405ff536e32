import type { ColumnProfile } from '@sandsmith/contracts/domain/document';
import type { DocumentContext } from '../../../model-port.ts';

function column(
  name: string,
  type: ColumnProfile['type'],
  distinctCount: number,
  values: (string | number)[],
): ColumnProfile {
  const sorted = [...values].sort((left, right) => (left < right ? -1 : 1));
  return {
    name,
    type,
    nullCount: 0,
    distinctCount,
    min: sorted[0],
    max: sorted.at(-1),
    topValues: values.map((value) => ({ value, count: 1 })),
    samples: values.slice(0, 5),
  };
}

/** Two small documents that share `store_id`. */
export function storesAndSales(): DocumentContext[] {
  const stores = [
    column('store_id', 'integer', 10, [1, 2, 3, 4, 10]),
    column('region', 'text', 3, ['North', 'South', 'West']),
    column('city', 'text', 8, ['Leeds', 'York']),
  ];
  const sales = [
    column('sale_id', 'integer', 500, [1, 2, 500]),
    column('store_id', 'integer', 10, [1, 2, 3, 4, 10]),
    column('date', 'date', 300, ['2024-01-01', '2024-12-31']),
    column('amount', 'number', 450, [3.2, 9.5, 100]),
    column('product', 'text', 5, ['Tea', 'Coffee']),
  ];
  return [
    {
      name: 'stores.csv',
      path: 'data/stores.csv',
      profile: { format: 'csv', rowCount: 10, columns: stores },
    },
    { name: 'sales.csv', path: 'data/sales.csv', profile: { format: 'csv', rowCount: 500, columns: sales } },
  ];
}
