/**
 * A regular expression for one of these words, however its letters are written: `[Jj][Aa][Nn]|…`. Not `(?i:jan|…)`,
 * which both RE2 and JavaScript know: V8 stops optimising expressions once a process has compiled many of them, and
 * from then on forgets such a modifier in some of the alternatives (https://github.com/nodejs/node/issues/60030).
 */
export function anyCase(words: readonly string[]): string {
  const alternatives = words.map((word) =>
    word.replaceAll(/[a-z]/g, (letter) => `[${letter.toUpperCase()}${letter}]`),
  );
  return `(${alternatives.join('|')})`;
}
