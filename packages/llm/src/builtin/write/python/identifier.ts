const reserved = new Set(
  (
    'false none true and as assert async await break class continue def del elif else except finally for from ' +
    'global if import in is lambda nonlocal not or pass raise return try while with yield match case type ' +
    'print len list dict set str int float bool sum min max map filter sorted range zip any all open id input ' +
    'json csv math pd np plt path table result rows main text values calendar combinations axes axis figure ' +
    'cleaned changes changed bins matches matrix count missing parts answers counts edges analysis pytest first second'
  ).split(' '),
);

/** A readable Python name for any text: lower-case words joined by `_`. Python folds names by NFKC, so do we. */
export function snakeName(text: string, fallback = 'value'): string {
  const words = text
    .normalize('NFKC')
    .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1_$2')
    .toLowerCase()
    .replace(/%/g, ' percent ')
    .replace(/[^\p{Ll}\p{Lo}0-9]+/gu, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 60)
    .replace(/_+$/, '');
  if (words === '') return fallback;
  return /^[0-9]/.test(words) ? `${fallback}_${words}` : words;
}

/** Hands out names that are valid in Python and never given twice. */
export interface NameRegister {
  take(wanted: string, fallback?: string): string;
}

export function createNameRegister(taken: Iterable<string> = []): NameRegister {
  const used = new Set(taken);
  return {
    take(wanted, fallback) {
      const base = snakeName(wanted, fallback);
      const safe = reserved.has(base) ? `${base}_data` : base;
      let name = safe;
      for (let count = 2; used.has(name); count += 1) name = `${safe}_${count}`;
      used.add(name);
      return name;
    },
  };
}

/** A column name that is not among those given: `month`, else `month_2`. */
export function freeColumnName(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let count = 2; taken.has(name); count += 1) name = `${wanted}_${count}`;
  taken.add(name);
  return name;
}
