/** What of the terminal a writer needs. */
export interface WritableScreen {
  write(text: string, done: () => void): void;
}

export interface ScreenWriter {
  /** `isReplay`: everything that is known of the output, for an empty screen. */
  write(text: string, isReplay: boolean): void;
  /** While old output is shown again, what the screen answers to it is not for the shell of now. */
  isReplaying(): boolean;
}

interface Piece {
  text: string;
  isReplay: boolean;
}

/** The terminal's own word for an empty screen without history. */
const reset = '\u001bc';

/** Gives the screen one piece at a time and joins what comes meanwhile, so that a flood costs few steps. */
export function createScreenWriter(screen: WritableScreen): ScreenWriter {
  let waiting: Piece[] = [];
  let shown: Piece | null = null;

  function next(): void {
    const [first, ...rest] = waiting;
    if (shown || !first) return;
    const others = rest.findIndex(({ isReplay }) => isReplay !== first.isReplay);
    const count = others === -1 ? waiting.length : others + 1;
    const text = waiting
      .slice(0, count)
      .map((piece) => piece.text)
      .join('');
    waiting = waiting.slice(count);
    shown = { text, isReplay: first.isReplay };
    screen.write(text, () => {
      shown = null;
      next();
    });
  }

  return {
    write(text, isReplay) {
      // What the replay holds too need not be drawn before it.
      if (isReplay) waiting = [];
      waiting.push({ text: isReplay ? reset + text : text, isReplay });
      next();
    },
    isReplaying: () => shown?.isReplay === true || waiting.some(({ isReplay }) => isReplay),
  };
}
