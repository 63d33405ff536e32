import type { DocumentContext } from '../../model-port.ts';
import type { Understanding } from '../question.ts';

type Refusal = Extract<Understanding, { kind: 'not-understood' }>;

const withModel = 'For anything else, connect a language model: an OpenAI-compatible service or Ollama.';

export function refuse(reason: string, suggestions: string[]): Refusal {
  return { kind: 'not-understood', reason: `${reason} ${withModel}`, suggestions };
}

const tasks: [RegExp, string][] = [
  [
    /\b(?:write|build|make|create|code|develop|program|implement|design|play)\b.{0,60}\b(snake|tetris|chess|game|tic[- ]?tac[- ]?toe|pac-?man|minesweeper|sudoku)\b/i,
    'writing games',
  ],
  [
    /\b(neural network|deep learning|machine learning|train (?:a|an|the) \w+|classifier|random forest|logistic regression|k-?means|xgboost|llm|gradient boosting|decision tree|linear regression|regression model)\b/i,
    'training models',
  ],
  [/\b(forecast\w*|predict(?:ion|ive|ing)?s?|project into|next (?:year|month|week)'s)\b/i, 'forecasting'],
  [/\b(translate|translation)\b/i, 'translation'],
  [
    /\b(?:write|compose|draft|make|tell|give|create|generate)\b.{0,40}\b(poem|haiku|essay|story|joke|song lyrics|e-?mail to|letter to|blog post|tweet)\b/i,
    'writing prose',
  ],
  [
    /\b(scrape|crawl|download (?:from|the)|fetch from|from the internet|https?:\/\/)\b/i,
    'fetching from the network',
  ],
  [
    /\b(mobile app|android|ios app|iphone|chrome extension|browser extension|discord bot|telegram bot|slack bot|chat ?bot)\b/i,
    'that kind of application',
  ],
  [/\b(compiler|operating system|blockchain|smart contract|kernel)\b/i, 'that kind of program'],
  [
    /\bin (?:rust|golang|java|c\+\+|c#|haskell|scala|kotlin|swift|php|ruby|perl|assembly|cobol|fortran|julia|javascript|typescript)\b(?! \d)/i,
    'programs in another language than Python',
  ],
  [
    /\b(sentiment|t-?test|anova|chi-?squared?|p-?values?|hypothesis test|clustering|pca|principal component|cluster analysis|geocod\w*|map of|choropleth|word ?cloud|network graph|sankey|treemap)\b/i,
    'that kind of analysis',
  ],
];

/** Why a request is of a kind the built-in model cannot do; words that name the data itself do not count. */
export function unsupportedTask(
  spec: string,
  documents: readonly DocumentContext[] = [],
): string | undefined {
  const names = documents.flatMap((document) => [
    document.name,
    ...document.profile.columns.map((column) => column.name),
  ]);
  const known = names.join(' ').toLowerCase();
  const found = tasks.find(([pattern]) => {
    const word = pattern.exec(spec)?.slice(1).find(Boolean) ?? pattern.exec(spec)?.[0];
    return word !== undefined && !known.includes(word.toLowerCase());
  });
  return found?.[1];
}

const foreignWords = new Set(
  'der das und ist nicht ein eine für mit von zeige bitte wie viele durchschnitt pro monat nach les des une pour avec dans moyenne combien promedio cuántos mostrar muéstrame gib mir wieviele welche welcher durchschnittliche höchste je quelle quel montre affiche média di che gli ogni quanti'.split(
    ' ',
  ),
);

/** Whether a request is written in a language other than English. */
export function isForeign(spec: string): boolean {
  const letters = spec.match(/\p{L}/gu) ?? [];
  const latin = letters.filter((letter) => /\p{Script=Latin}/u.test(letter));
  if (letters.length > 0 && latin.length / letters.length < 0.5) return true;
  const words = spec.toLowerCase().match(/\p{L}+/gu) ?? [];
  const english = new Set([
    'the',
    'of',
    'by',
    'and',
    'show',
    'average',
    'what',
    'which',
    'how',
    'is',
    'are',
    'in',
    'for',
    'with',
    'list',
    'top',
  ]);
  const foreign = words.filter((word) => foreignWords.has(word)).length;
  return foreign >= 2 && foreign > words.filter((word) => english.has(word)).length;
}

/** What the documents hold, in one sentence, for the end of a refusal. */
export function columnsSentence(documents: readonly DocumentContext[]): string {
  return documents
    .slice(0, 3)
    .map((document) => {
      const names = document.profile.columns.map((column) => column.name.replace(/\s+/g, ' ').slice(0, 60));
      return `${document.name} has the columns ${names.slice(0, 20).join(', ')}${names.length > 20 ? ` and ${names.length - 20} more` : ''}.`;
    })
    .join(' ');
}
