import { anyCase } from './any-case.ts';

/** A way to write dates: the strptime pattern, and a regular expression that RE2 and JavaScript read alike. */
export interface DateFormat {
  pattern: string;
  regex: string;
  type: 'date' | 'datetime';
}

const day = '(0?[1-9]|[12][0-9]|3[01])';
const month = '(0?[1-9]|1[0-2])';
const year = '[0-9]{4}';
const shortYear = '[0-9]{2}';
const months = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];
const shortMonth = anyCase(months.map((name) => name.slice(0, 3)));
const longMonth = anyCase(months);
const halfOfDay = anyCase(['am', 'pm']);

/** Where two fit the same text, the first one is preferred when nothing decides. */
const dateOnly: [pattern: string, regex: string][] = [
  ['%m/%d/%Y', `${month}/${day}/${year}`],
  ['%d/%m/%Y', `${day}/${month}/${year}`],
  ['%m/%d/%y', `${month}/${day}/${shortYear}`],
  ['%d/%m/%y', `${day}/${month}/${shortYear}`],
  ['%Y/%m/%d', `${year}/${month}/${day}`],
  ['%d.%m.%Y', `${day}[.]${month}[.]${year}`],
  ['%d.%m.%y', `${day}[.]${month}[.]${shortYear}`],
  ['%d-%m-%Y', `${day}-${month}-${year}`],
  ['%m-%d-%Y', `${month}-${day}-${year}`],
  ['%b %d %Y', `${shortMonth} ${day} ${year}`],
  ['%b %d, %Y', `${shortMonth} ${day}, ${year}`],
  ['%B %d %Y', `${longMonth} ${day} ${year}`],
  ['%B %d, %Y', `${longMonth} ${day}, ${year}`],
  ['%d %b %Y', `${day} ${shortMonth} ${year}`],
  ['%d %B %Y', `${day} ${longMonth} ${year}`],
  ['%d-%b-%Y', `${day}-${shortMonth}-${year}`],
  ['%d-%b-%y', `${day}-${shortMonth}-${shortYear}`],
  ['%d %b %y', `${day} ${shortMonth} ${shortYear}`],
  ['%b %Y', `${shortMonth} ${year}`],
  ['%B %Y', `${longMonth} ${year}`],
  ['%Y-%m', `${year}-(0[1-9]|1[0-2])`],
];

const twelveHours = '(0?[1-9]|1[0-2])';
const twentyFourHours = '([01]?[0-9]|2[0-3])';
const minutes = '[0-5][0-9]';
const timesOfDay: [pattern: string, regex: string][] = [
  ['%H:%M', `${twentyFourHours}:${minutes}`],
  ['%H:%M:%S', `${twentyFourHours}:${minutes}:${minutes}`],
  ['%I:%M %p', `${twelveHours}:${minutes} ${halfOfDay}`],
  ['%I:%M:%S %p', `${twelveHours}:${minutes}:${minutes} ${halfOfDay}`],
];

export const dateFormats: readonly DateFormat[] = dateOnly.flatMap(([pattern, regex]): DateFormat[] => [
  { pattern, regex, type: 'date' },
  ...timesOfDay.map(
    ([timePattern, timeRegex]): DateFormat => ({
      pattern: `${pattern} ${timePattern}`,
      regex: `${regex} ${timeRegex}`,
      type: 'datetime',
    }),
  ),
]);

/** The format with day and month exchanged, where there is one: the two are told apart by values above 12. */
export function exchanged(pattern: string): string | undefined {
  const other = pattern.replace(/%([dm])([/-])%([dm])/, '%$3$2%$1');
  return other === pattern ? undefined : other;
}
