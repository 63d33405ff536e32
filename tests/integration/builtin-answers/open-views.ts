import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

/** Rows as plain values: numbers, strings, null; dates as ISO 8601 days. */
export type PlainRow = (string | number | null)[];

const data = join(import.meta.dirname, '../../data');

const views = [
  `CREATE VIEW weather AS FROM read_csv('${data}/seattle-weather.csv')`,
  `CREATE VIEW strikes AS FROM read_csv('${data}/birdstrikes.csv', sample_size = -1, nullstr = '')`,
  `CREATE VIEW stocks AS SELECT symbol, strptime(date, '%b %d %Y')::DATE AS date, price FROM read_csv('${data}/stocks.csv', all_varchar = false, types = {'date': 'VARCHAR'})`,
  `CREATE VIEW unemployment AS FROM read_csv('${data}/unemployment.tsv', delim = '\t')`,
  `CREATE VIEW movies AS FROM read_json('${data}/movies.json', sample_size = -1)`,
  `CREATE VIEW gapminder AS FROM read_json('${data}/gapminder.json')`,
  `CREATE VIEW penguins AS FROM read_json('${data}/penguins.json')`,
  `CREATE VIEW companies AS FROM (VALUES ('MSFT', 'Software'), ('AMZN', 'Retail'), ('IBM', 'Services'), ('GOOG', 'Software'), ('AAPL', 'Hardware')) AS company(symbol, sector)`,
];

export const companiesCsv =
  'symbol,sector\nMSFT,Software\nAMZN,Retail\nIBM,Services\nGOOG,Software\nAAPL,Hardware\n';

function plain(value: unknown): string | number | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  const text = String(value);
  return /^-?\d+(\.\d+)?$/.test(text) && typeof value === 'object' ? Number(text) : text;
}

/** An engine with the views; `query` answers with plain rows. */
export async function openViews(): Promise<{
  query: (sql: string) => Promise<PlainRow[]>;
  close: () => void;
}> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  for (const view of views) await connection.run(view);
  return {
    query: async (sql) => {
      const reader = await connection.runAndReadAll(sql);
      return reader.getRows().map((row) => row.map(plain));
    },
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}
