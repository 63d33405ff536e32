/** A shell has uses of its own for Ctrl with a letter; what is typed into it goes there. */
export function isForShell(event: KeyboardEvent): boolean {
  return (
    event.ctrlKey &&
    !event.metaKey &&
    event.target instanceof Element &&
    event.target.closest('.xterm') !== null
  );
}

/** Ctrl and the key left of 1, wherever the layout has the backquote. */
export function isTerminalKey(event: KeyboardEvent): boolean {
  return (
    event.ctrlKey && !event.altKey && !event.metaKey && (event.code === 'Backquote' || event.key === '`')
  );
}
