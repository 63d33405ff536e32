const sequences =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with a control character
  /[\u001b\u009b](?:\][^\u0007\u001b]*(?:\u0007|\u001b\\)|\[?[0-?]*[ -/]*[@-~])/g;

/** Text without the colours, cursor moves and returns that a terminal would act upon. */
export function stripAnsi(text: string): string {
  return text.replace(sequences, '').replaceAll('\r', '');
}
