export interface Scrollback {
  append(text: string): void;
  /** What is still known, from the start of a line on. */
  text(): string;
  /** Whether something was forgotten. */
  isCut(): boolean;
}

/** The last of a long text. Cut at the start of a line, so that a screen is not begun in the middle of one. */
export function createScrollback({ maxLength = 256 * 1024 }: { maxLength?: number } = {}): Scrollback {
  let kept = '';
  let isCut = false;

  function cut(): void {
    if (kept.length <= maxLength) return;
    isCut = true;
    const last = kept.slice(-maxLength);
    const lineStart = last.indexOf('\n') + 1;
    // One endless line has no good place; only half a character must not come first.
    const isHalf = /^[\udc00-\udfff]/.test(last);
    kept = last.slice(lineStart > 0 ? lineStart : isHalf ? 1 : 0);
  }

  return {
    append(text) {
      kept += text;
      // Cutting at every piece would copy the whole each time.
      if (kept.length > 2 * maxLength) cut();
    },
    text() {
      cut();
      return kept;
    },
    isCut: () => isCut || kept.length > maxLength,
  };
}
