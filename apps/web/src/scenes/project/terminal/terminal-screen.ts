import { FitAddon } from '@xterm/addon-fit';
import { SearchAddon } from '@xterm/addon-search';
import { Unicode11Addon } from '@xterm/addon-unicode11';
import { WebLinksAddon } from '@xterm/addon-web-links';
import { Terminal } from '@xterm/xterm';
import type { StoreApi } from 'zustand/vanilla';
import type { Realtime } from '../../../realtime/realtime.ts';
import type { Theme } from '../../../state/theme-store.ts';
import { createScreenWriter } from './screen-writer.ts';
import { isAtPrompt } from './shell-prompt.ts';
import { createTerminalLink, type TerminalLink, type TerminalState } from './terminal-link.ts';
import { terminalThemes } from './terminal-theme.ts';

/** A terminal as it is drawn. It lives on while it is out of view, with its history and its place. */
export interface TerminalScreen {
  state: StoreApi<TerminalState>;
  /** Draws it in this element, which it fills; a screen is in one place at a time. */
  attach(container: HTMLElement): void;
  detach(): void;
  /** Takes the room that there is now. */
  fit(): void;
  focus(): void;
  setTheme(theme: Theme): void;
  setForScreenReader(isOn: boolean): void;
  /** Goes to the next place of the text, or to the one before; false where there is none. */
  find(text: string, options: { isBackward: boolean }): boolean;
  endSearch(): void;
  /** Whether a program besides the shell may be running. */
  isBusy(): boolean;
  dispose(): void;
}

interface TerminalScreenOptions {
  /** Where it is drawn at first. */
  container: HTMLElement;
  realtime: Realtime;
  sessionId: string;
  terminalId: string;
  name: string;
  theme: Theme;
  isForScreenReader: boolean;
  /** Somebody followed a link in the output, which anything may have printed. */
  onLink(address: string): void;
  onCopy(text: string): void;
}

const scrollbackLines = 10_000;

function createTerminal({ theme, isForScreenReader, onLink }: TerminalScreenOptions): Terminal {
  return new Terminal({
    allowProposedApi: true,
    cursorBlink: !matchMedia('(prefers-reduced-motion: reduce)').matches,
    fontFamily: '"JetBrains Mono Variable", ui-monospace, monospace',
    fontSize: 12.5,
    lineHeight: 1.3,
    // A program that prints bytes at random is no fault of the page: a line in the console for each is of no use.
    logLevel: 'off',
    minimumContrastRatio: 4.5,
    scrollback: scrollbackLines,
    screenReaderMode: isForScreenReader,
    theme: terminalThemes[theme],
    linkHandler: { activate: (_event, address) => onLink(address) },
  });
}

const isWindows = /^win/i.test(navigator.platform);

/**
 * Copies with Ctrl-Shift-C, and with Ctrl-C where text is selected. The browser itself pastes: with Ctrl-Shift-V,
 * and on Windows with Ctrl-V, as its terminals do; elsewhere that key is the shell's.
 */
function handleKey(terminal: Terminal, event: KeyboardEvent, onCopy: (text: string) => void): boolean {
  if (event.type !== 'keydown' || !event.ctrlKey || event.altKey || event.metaKey) return true;
  const key = event.key.toLowerCase();
  // The workbench's own: to the editor and back, a new terminal, search.
  if (event.code === 'Backquote' || (event.shiftKey && key === 'f')) return false;
  if (key === 'v' && (event.shiftKey || isWindows)) return false;
  if (key !== 'c' || !(event.shiftKey || terminal.hasSelection())) return true;
  event.preventDefault();
  if (terminal.hasSelection()) onCopy(terminal.getSelection());
  terminal.clearSelection();
  return false;
}

function lineToCursor(terminal: Terminal): string {
  const { active } = terminal.buffer;
  const line = active.getLine(active.baseY + active.cursorY);
  return line?.translateToString(false, 0, active.cursorX) ?? '';
}

/** Draws what the shell prints; what is typed and the size go to it. */
function linkTerminal(terminal: Terminal, options: TerminalScreenOptions): TerminalLink {
  const { realtime, sessionId, terminalId } = options;
  const writer = createScreenWriter(terminal);
  const link = createTerminalLink({
    realtime,
    sessionId,
    terminalId,
    size: () => ({ columns: terminal.cols, rows: terminal.rows }),
    onData: writer.write,
  });
  terminal.onData((text) => {
    if (!writer.isReplaying()) link.write(text);
  });
  terminal.onResize(({ cols: columns, rows }) => link.resize({ columns, rows }));
  // Seen in several windows, it has the size of the one that is typed into.
  terminal.textarea?.addEventListener('focus', () =>
    link.resize({ columns: terminal.cols, rows: terminal.rows }),
  );
  return link;
}

export function createTerminalScreen(options: TerminalScreenOptions): TerminalScreen {
  const { container, name, onLink, onCopy } = options;
  const terminal = createTerminal(options);
  const fitting = new FitAddon();
  const searching = new SearchAddon();
  const links = new WebLinksAddon((_event, address) => onLink(address));
  for (const addon of [fitting, searching, links, new Unicode11Addon()]) terminal.loadAddon(addon);
  terminal.unicode.activeVersion = '11';
  terminal.attachCustomKeyEventHandler((event) => handleKey(terminal, event, onCopy));

  const host = document.createElement('div');
  host.className = 'h-full w-full';
  const fit = () => {
    if (host.isConnected && host.clientWidth > 0 && host.clientHeight > 0) fitting.fit();
  };
  container.append(host);
  terminal.open(host);
  terminal.textarea?.setAttribute('aria-label', `${name}. Control and backquote leaves it`);
  fit();

  // After it was fitted: the terminal is opened with the size that it is seen in.
  const link = linkTerminal(terminal, options);

  return {
    state: link.state,
    attach(element) {
      element.append(host);
      fit();
    },
    detach: () => host.remove(),
    fit,
    focus: () => terminal.focus(),
    setTheme: (theme) => {
      terminal.options.theme = terminalThemes[theme];
    },
    setForScreenReader: (isOn) => {
      terminal.options.screenReaderMode = isOn;
    },
    find: (text, { isBackward }) =>
      isBackward ? searching.findPrevious(text) : searching.findNext(text, { incremental: true }),
    endSearch: () => {
      searching.clearDecorations();
      terminal.clearSelection();
    },
    isBusy: () => link.state.getState().exit === null && !isAtPrompt(lineToCursor(terminal)),
    dispose() {
      link.leave();
      terminal.dispose();
      host.remove();
    },
  };
}
