/** A fenced block of a Markdown-like answer. */
export interface Fence {
  /** What stands behind the opening fence: `python`, `python title="app.py"`, or nothing. */
  info: string;
  body: string;
  /** The last line with text before the block: often a heading that names the file. */
  heading: string;
  /** Line numbers of the opening fence and of the line after the block. */
  start: number;
  end: number;
  isClosed: boolean;
}

interface FenceLine {
  line: number;
  indent: string;
  marker: string;
  info: string;
}

const fencePattern = /^([ \t]*)(`{3,}|~{3,})([^`]*)$/;

/** The outermost fenced blocks, in order. Blocks of Markdown keep the blocks inside them. */
export function findFences(text: string, isMarkdown: (info: string, heading: string) => boolean): Fence[] {
  const lines = text.split('\n');
  const fenceLines = lines.flatMap((content, line): FenceLine[] => {
    const match = fencePattern.exec(content.replace(/\r$/, ''));
    const [, indent = '', marker = '', info = ''] = match ?? [];
    return match ? [{ line, indent, marker, info: info.trim() }] : [];
  });
  const fences: Fence[] = [];
  for (let index = 0; index < fenceLines.length; ) {
    const opening = fenceLines[index];
    if (!opening) break;
    const heading = headingBefore(lines, opening.line);
    const following = fenceLines.slice(index + 1);
    const closing = isMarkdown(opening.info, heading)
      ? closingOfMarkdown(opening, following, lines)
      : following.find((fence) => closes(opening, fence));
    const endLine = closing?.line ?? lines.length;
    fences.push({
      info: opening.info,
      body: bodyOf(lines.slice(opening.line + 1, endLine), opening.indent),
      heading,
      start: opening.line,
      end: endLine + 1,
      isClosed: closing !== undefined,
    });
    index = fenceLines.findIndex((fence) => fence.line > endLine);
    if (index < 0) break;
  }
  return fences;
}

/** The text that no block holds. */
export function outsideFences(text: string, fences: Fence[]): string {
  return text
    .split('\n')
    .filter((_line, number) => !fences.some((fence) => number >= fence.start && number < fence.end))
    .join('\n');
}

function closes(opening: FenceLine, fence: FenceLine): boolean {
  return (
    fence.info === '' &&
    fence.marker.startsWith(opening.marker) &&
    // A fence further in belongs to the content, such as an example in a docstring.
    fence.indent.length <= opening.indent.length
  );
}

/**
 * Where a Markdown file wrapped in a fence ends. With an outer fence longer than the inner ones that is
 * plain. With equal fences a bare one may open or close: read those with a language as opening first; where
 * what remains then is not prose with whole blocks of its own, the last bare fence is the end.
 */
function closingOfMarkdown(
  opening: FenceLine,
  following: FenceLine[],
  lines: string[],
): FenceLine | undefined {
  const relevant = following.filter((fence) => fence.marker.startsWith(opening.marker));
  let depth = 1;
  const nested = relevant.findIndex((fence) => {
    depth += fence.info === '' ? -1 : 1;
    return depth === 0;
  });
  // Every fence pairs up inside: the answer was cut before the outer fence was closed.
  if (nested < 0) return undefined;
  const end = relevant[nested];
  const rest = relevant.slice(nested + 1);
  const restPairsUp =
    rest.length % 2 === 0 && rest.every((fence, index) => (fence.info === '') === (index % 2 === 1));
  const restHasHeading = end !== undefined && lines.slice(end.line + 1).some((line) => /^#{1,6} /.test(line));
  if (restPairsUp && !(restHasHeading && rest.length > 0)) return end;
  return relevant.findLast((fence) => fence.info === '');
}

function headingBefore(lines: string[], line: number): string {
  return (
    lines
      .slice(Math.max(0, line - 3), line)
      .findLast((content) => content.trim() !== '')
      ?.trim() ?? ''
  );
}

function bodyOf(lines: string[], indent: string): string {
  const outdented = lines.map((line) =>
    indent && line.startsWith(indent) ? line.slice(indent.length) : line,
  );
  return outdented.length === 0 ? '' : `${outdented.join('\n').replace(/\s+$/, '')}\n`;
}
