/**
 * Whether the line up to the cursor looks like a shell that waits for a command: `user@host:~$ `. What is not sure is
 * taken for a program at work, so that it is asked about before it is ended.
 */
export function isAtPrompt(lineToCursor: string): boolean {
  return /(^|\S)[$#%] $/.test(lineToCursor);
}
