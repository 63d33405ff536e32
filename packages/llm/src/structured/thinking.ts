const tags = 'think|thinking|thought|thoughts|reasoning|reflection';
const wholeBlock = new RegExp(`^\\s*<(${tags})>[\\s\\S]*?</\\1>\\s*?(?:\\r?\\n|$)?`, 'i');
// Templates that open the thought in the prompt leave only its end in the answer.
const endAlone = new RegExp(`^([\\s\\S]*?\\n)?[ \\t]*</(${tags})>[ \\t]*(?:\\r?\\n|$)`, 'i');

/** Takes off the thoughts that some models send before their answer. Tags further down are content. */
export function withoutThinking(text: string): string {
  let rest = text.replace(/^\uFEFF/, '');
  while (wholeBlock.test(rest)) rest = rest.replace(wholeBlock, '');
  const end = endAlone.exec(rest);
  const before = end?.[1] ?? '';
  if (end && !new RegExp(`<${end[2]}>`, 'i').test(before)) rest = rest.slice(end[0].length);
  return rest;
}
