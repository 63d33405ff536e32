/** What the first bytes say about the encoding of a text: a byte order mark, or NUL bytes in a pattern. */
export type WideEncoding = 'utf-16le' | 'utf-16be' | 'utf-32le' | 'utf-32be';

export function byteOrderMark(
  head: Uint8Array,
): { encoding: WideEncoding | 'utf-8'; bytes: number } | undefined {
  const [a, b, c, d] = head;
  if (a === 0xef && b === 0xbb && c === 0xbf) return { encoding: 'utf-8', bytes: 3 };
  if (a === 0xff && b === 0xfe && c === 0 && d === 0) return { encoding: 'utf-32le', bytes: 4 };
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return { encoding: 'utf-32be', bytes: 4 };
  if (a === 0xff && b === 0xfe) return { encoding: 'utf-16le', bytes: 2 };
  if (a === 0xfe && b === 0xff) return { encoding: 'utf-16be', bytes: 2 };
  return undefined;
}

/** UTF-16 without a mark: nearly every second byte of Western text is NUL, always on the same side. */
export function guessWideEncoding(head: Uint8Array): WideEncoding | undefined {
  const mark = byteOrderMark(head);
  if (mark) return mark.encoding === 'utf-8' ? undefined : mark.encoding;
  const sample = head.subarray(0, Math.min(head.length, 4096) & ~1);
  if (sample.length < 4) return undefined;
  let even = 0;
  let odd = 0;
  for (let index = 0; index < sample.length; index += 2) {
    if (sample[index] === 0) even += 1;
    if (sample[index + 1] === 0) odd += 1;
  }
  const pairs = sample.length / 2;
  if (odd > pairs * 0.6 && even === 0) return 'utf-16le';
  if (even > pairs * 0.6 && odd === 0) return 'utf-16be';
  return undefined;
}

/** The first bytes as text, well enough to look at; a character cut at the end may come out wrong. */
export function decodeHead(head: Uint8Array): string {
  const wide = guessWideEncoding(head);
  if (wide === 'utf-16le' || wide === 'utf-16be') return new TextDecoder(wide).decode(head);
  if (wide)
    return Buffer.from(head.filter((byte) => byte !== 0))
      .toString('latin1')
      .replace(/^[\xfe\xff]+/, '');
  return new TextDecoder('utf-8').decode(head);
}
