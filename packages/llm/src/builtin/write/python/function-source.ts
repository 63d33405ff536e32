import { type Code, lines, lineWidth, statements } from './layout.ts';
import { pythonComment } from './python-literal.ts';

/** A docstring, broken over lines where it is long. */
export function docstring(text: string, indent = 4): string {
  const pad = ' '.repeat(indent);
  const clean = pythonComment(text);
  if (clean.length + indent + 6 <= lineWidth) return `${pad}"""${clean}"""`;
  const words = clean.split(' ');
  const rows: string[] = [];
  let row = `${pad}"""`;
  for (const word of words) {
    if (row.length + word.length + 1 > lineWidth && row.trim() !== '"""') {
      rows.push(row.trimEnd());
      row = pad;
    }
    row += row.endsWith('"""') || row === pad ? word : ` ${word}`;
  }
  return [...rows, row, `${pad}"""`].join('\n');
}

/** A whole function as source text. */
export function functionSource(options: {
  name: string;
  parameters: Code[];
  returns: string;
  says: string;
  body: Code[];
}): string {
  const head: Code = [
    `def ${options.name}`,
    { open: '(', items: options.parameters, close: ')', isLiteral: false },
    ` -> ${options.returns}:`,
  ];
  return [...lines(head), docstring(options.says), statements(options.body)].join('\n');
}
