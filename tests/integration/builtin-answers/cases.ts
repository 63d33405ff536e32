/**
 * Requests as people type them, each with the SQL that answers it independently of the product. The views
 * (weather, strikes, stocks, unemployment, movies, gapminder, penguins) are made by `open-views.ts`.
 */
export interface ExpectedTable {
  sql: string;
  /** The rows stand in this order. */
  ordered?: boolean;
  /** The table may hold more rows than these; exactly these where left out. */
  contains?: boolean;
}

export interface AnswerCase {
  files: string[];
  spec: string;
  tables: ExpectedTable[];
  /** Artifacts that must be there, by the end of their names. */
  artifacts?: string[];
}

const birdFilter = `"Flight Date" BETWEEN DATE '1995-01-01' AND DATE '1995-12-31'`;

export const answerCases: AnswerCase[] = [
  {
    files: ['seattle-weather.csv'],
    spec: 'Average maximum temperature by month as a bar chart, and the five wettest days',
    tables: [
      { sql: 'SELECT month(date), avg(temp_max) FROM weather GROUP BY 1 ORDER BY 1', ordered: true },
      {
        sql: 'SELECT date, precipitation FROM weather ORDER BY precipitation DESC, date LIMIT 5',
        ordered: true,
      },
    ],
    artifacts: ['.png', 'answer.md'],
  },
  {
    files: ['seattle-weather.csv'],
    spec: 'How many days of each weather type are there?',
    tables: [{ sql: 'SELECT weather, count(*) FROM weather GROUP BY 1' }],
  },
  {
    files: ['seattle-weather.csv'],
    spec: 'Total precipitation per year',
    tables: [
      { sql: 'SELECT year(date), sum(precipitation) FROM weather GROUP BY 1 ORDER BY 1', ordered: true },
    ],
  },
  {
    files: ['seattle-weather.csv'],
    spec: 'List all days with more than 30 mm of precipitation',
    tables: [{ sql: 'SELECT date, precipitation FROM weather WHERE precipitation > 30' }],
  },
  {
    files: ['seattle-weather.csv'],
    spec: 'Correlation between temp_max and temp_min',
    tables: [{ sql: 'SELECT corr(temp_max, temp_min) FROM weather', contains: true }],
  },
  {
    files: ['seattle-weather.csv'],
    spec: 'Show the distribution of wind',
    tables: [
      { sql: 'SELECT avg(wind) FROM weather', contains: true },
      { sql: 'SELECT median(wind) FROM weather', contains: true },
      { sql: 'SELECT quantile_cont(wind, 0.75) FROM weather', contains: true },
    ],
    artifacts: ['.png'],
  },
  {
    files: ['seattle-weather.csv'],
    spec: 'Monthly trend of average temp_max over time',
    tables: [
      {
        sql: `SELECT strftime(date, '%Y-%m'), avg(temp_max) FROM weather GROUP BY 1 ORDER BY 1`,
        ordered: true,
      },
    ],
    artifacts: ['.png'],
  },
  {
    files: ['birdstrikes.csv'],
    spec: 'Top 10 airports by number of strikes',
    tables: [
      {
        sql: 'SELECT "Airport Name", count(*) AS n FROM strikes GROUP BY 1 ORDER BY n DESC LIMIT 10',
        ordered: false,
      },
    ],
  },
  {
    files: ['birdstrikes.csv'],
    spec: 'Total repair cost by origin state',
    tables: [
      {
        sql: 'SELECT "Origin State", sum("Cost Repair") FROM strikes WHERE "Origin State" IS NOT NULL GROUP BY 1',
      },
    ],
  },
  {
    files: ['birdstrikes.csv'],
    spec: 'How many strikes per phase of flight in 1995?',
    tables: [
      {
        sql: `SELECT "Phase of flight", count(*) FROM strikes WHERE ${birdFilter} AND "Phase of flight" IS NOT NULL GROUP BY 1`,
      },
    ],
  },
  {
    files: ['birdstrikes.csv'],
    spec: 'Average speed by wildlife size',
    tables: [
      {
        sql: 'SELECT "Wildlife Size", avg("Speed IAS in knots") FROM strikes WHERE "Wildlife Size" IS NOT NULL GROUP BY 1',
      },
    ],
  },
  {
    files: ['birdstrikes.csv'],
    spec: 'Number of strikes by effect amount of damage',
    tables: [{ sql: 'SELECT "Effect Amount of damage", count(*) FROM strikes GROUP BY 1' }],
  },
  {
    files: ['stocks.csv'],
    spec: 'What is the average price of each symbol?',
    tables: [{ sql: 'SELECT symbol, avg(price) FROM stocks GROUP BY 1' }],
  },
  {
    files: ['stocks.csv'],
    spec: 'Highest price of each stock',
    tables: [{ sql: 'SELECT symbol, max(price) FROM stocks GROUP BY 1' }],
  },
  {
    files: ['stocks.csv'],
    spec: 'Yearly average price by symbol as a line chart',
    tables: [{ sql: 'SELECT year(date), symbol, avg(price) FROM stocks GROUP BY ALL' }],
    artifacts: ['.png'],
  },
  {
    files: ['stocks.csv'],
    spec: 'Price of MSFT over time',
    tables: [{ sql: `SELECT price FROM stocks WHERE symbol = 'MSFT' ORDER BY date`, ordered: true }],
    artifacts: ['.png'],
  },
  {
    files: ['unemployment.tsv'],
    spec: 'The 10 ids with the highest rate',
    tables: [{ sql: 'SELECT rate FROM unemployment ORDER BY rate DESC LIMIT 10', ordered: true }],
  },
  {
    files: ['unemployment.tsv'],
    spec: 'What is the average and the median rate?',
    tables: [
      { sql: 'SELECT avg(rate) FROM unemployment', contains: true },
      { sql: 'SELECT median(rate) FROM unemployment', contains: true },
    ],
  },
  {
    files: ['unemployment.tsv'],
    spec: 'Convert this file to JSON',
    tables: [{ sql: 'SELECT id, rate FROM unemployment' }],
    artifacts: ['.json'],
  },
  {
    files: ['movies.json'],
    spec: 'Top 10 movies by worldwide gross',
    tables: [
      { sql: 'SELECT "Worldwide Gross" FROM movies ORDER BY 1 DESC NULLS LAST LIMIT 10', ordered: true },
    ],
  },
  {
    files: ['movies.json'],
    spec: 'Average IMDB rating by major genre',
    tables: [
      {
        sql: 'SELECT "Major Genre", avg("IMDB Rating") FROM movies WHERE "Major Genre" IS NOT NULL GROUP BY 1',
      },
    ],
  },
  {
    files: ['movies.json'],
    spec: 'Correlation between production budget and worldwide gross',
    tables: [{ sql: 'SELECT corr("Production Budget", "Worldwide Gross") FROM movies', contains: true }],
  },
  {
    files: ['movies.json'],
    spec: 'How many movies for each MPAA rating?',
    tables: [
      { sql: 'SELECT "MPAA Rating", count(*) FROM movies WHERE "MPAA Rating" IS NOT NULL GROUP BY 1' },
    ],
  },
  {
    files: ['gapminder.json'],
    spec: 'Life expectancy in Kenya over time',
    tables: [
      { sql: `SELECT year, life_expect FROM gapminder WHERE country = 'Kenya' ORDER BY year`, ordered: true },
    ],
    artifacts: ['.png'],
  },
  {
    files: ['gapminder.json'],
    spec: 'Average fertility per cluster in 2000',
    tables: [{ sql: 'SELECT cluster, avg(fertility) FROM gapminder WHERE year = 2000 GROUP BY 1' }],
  },
  {
    files: ['gapminder.json'],
    spec: 'The 5 countries with the largest population in 2005',
    tables: [
      {
        sql: 'SELECT country, pop FROM gapminder WHERE year = 2005 ORDER BY pop DESC LIMIT 5',
        ordered: true,
      },
    ],
  },
  {
    files: ['penguins.json'],
    spec: 'Mean body mass by species and sex',
    tables: [
      {
        sql: 'SELECT "Species", "Sex", avg("Body Mass (g)") FROM penguins WHERE "Sex" IS NOT NULL GROUP BY ALL',
      },
    ],
  },
  {
    files: ['penguins.json'],
    spec: 'Penguins with a body mass of at least 6000',
    tables: [
      { sql: 'SELECT "Species", "Island", "Body Mass (g)" FROM penguins WHERE "Body Mass (g)" >= 6000' },
    ],
  },
  {
    files: ['penguins.json'],
    spec: 'Drop the rows with missing sex and convert the result to Excel',
    tables: [
      {
        sql: 'SELECT "Species", "Flipper Length (mm)", "Body Mass (g)" FROM penguins WHERE "Sex" IS NOT NULL',
      },
    ],
    artifacts: ['.xlsx'],
  },
  {
    files: ['penguins.xlsx'],
    spec: 'Average beak length by island',
    tables: [{ sql: 'SELECT "Island", avg("Beak Length (mm)") FROM penguins GROUP BY 1' }],
  },
  {
    files: ['stocks.csv', 'companies.csv'],
    spec: 'Join stocks and companies on symbol and show the average price by sector',
    tables: [{ sql: 'SELECT sector, avg(price) FROM stocks JOIN companies USING (symbol) GROUP BY 1' }],
  },
  {
    files: ['seattle-weather.csv'],
    spec: 'Could you please tell me the average min and max temperature for each month?',
    tables: [
      {
        sql: 'SELECT month(date), avg(temp_min), avg(temp_max) FROM weather GROUP BY 1 ORDER BY 1',
        ordered: true,
      },
    ],
  },
  {
    files: ['seattle-weather.csv'],
    spec: 'Group by season and show the mean maximum temperature',
    tables: [{ sql: 'SELECT avg(temp_max) FROM weather GROUP BY month(date) % 12 // 3' }],
  },
  {
    files: ['seattle-weather.csv'],
    spec: 'The 2 wettest days of each year, and the average wind by weather, 2013, saved as JSON',
    tables: [
      {
        sql: 'SELECT year(date), date, precipitation FROM weather QUALIFY row_number() OVER (PARTITION BY year(date) ORDER BY precipitation DESC, date) <= 2',
      },
      { sql: 'SELECT weather, avg(wind) FROM weather WHERE year(date) = 2013 GROUP BY 1' },
    ],
    artifacts: ['.json'],
  },
  {
    files: ['birdstrikes.csv'],
    spec: 'Top 5 and bottom 5 phases of flight by number of strikes',
    tables: [
      {
        sql: 'SELECT "Phase of flight", count(*) AS n FROM strikes GROUP BY 1 ORDER BY n DESC LIMIT 5',
        ordered: true,
      },
      {
        sql: 'SELECT "Phase of flight", count(*) AS n FROM strikes GROUP BY 1 ORDER BY n LIMIT 5',
        ordered: true,
      },
    ],
  },
  {
    files: ['birdstrikes.csv'],
    spec: 'What percentage of strikes caused no damage?',
    tables: [
      {
        sql: `SELECT 100.0 * count(*) FILTER ("Effect Amount of damage" = 'None') / count(*) FROM strikes`,
        contains: true,
      },
    ],
  },
  {
    files: ['stocks.csv'],
    spec: 'For each symbol give the lowest price, the average price and the highest price',
    tables: [{ sql: 'SELECT symbol, min(price), avg(price), max(price) FROM stocks GROUP BY 1' }],
  },
  {
    files: ['unemployment.tsv'],
    spec: 'Top and bottom 10 ids by rate',
    tables: [
      { sql: 'SELECT rate FROM unemployment ORDER BY rate DESC LIMIT 10', ordered: true },
      { sql: 'SELECT rate FROM unemployment ORDER BY rate LIMIT 10', ordered: true },
    ],
  },
  {
    files: ['movies.json'],
    spec: 'Top 10 directors by average IMDB rating with at least 5 films',
    tables: [
      {
        sql: 'SELECT avg("IMDB Rating") AS rating, count(*) AS n FROM movies WHERE "Director" IS NOT NULL GROUP BY "Director" HAVING n >= 5 ORDER BY 1 DESC LIMIT 10',
        ordered: true,
      },
    ],
  },
  {
    files: ['gapminder.json'],
    spec: 'Population of China, India and the United States in 2005',
    tables: [
      {
        sql: `SELECT country, pop FROM gapminder WHERE year = 2005 AND country IN ('China', 'India', 'United States')`,
      },
    ],
  },
  {
    files: ['penguins.xlsx'],
    spec: 'How many penguins per species, and what is their average body mass?',
    tables: [
      { sql: 'SELECT "Species", count(*) FROM penguins GROUP BY 1' },
      { sql: 'SELECT "Species", avg("Body Mass (g)") FROM penguins GROUP BY 1' },
    ],
  },
  {
    files: ['stocks.csv', 'companies.csv'],
    spec: 'Combine both files and export as Excel',
    tables: [{ sql: 'SELECT symbol, price, sector FROM stocks JOIN companies USING (symbol)' }],
    artifacts: ['.xlsx'],
  },
];
