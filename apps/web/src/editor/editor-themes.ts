import type { editor } from 'monaco-editor';

/** The colours of code: few, and each with a contrast of at least 4.5 on its ground. */
interface Palette {
  base: 'vs' | 'vs-dark';
  text: string;
  muted: string;
  comment: string;
  string: string;
  keyword: string;
  number: string;
  type: string;
  ground: string;
  raised: string;
  line: string;
  selection: string;
  cursor: string;
}

function themeOf(palette: Palette): editor.IStandaloneThemeData {
  const { base, text, muted, comment, string, keyword, number, type } = palette;
  const rule = (foreground: string, ...tokens: string[]) =>
    tokens.map((token) => ({ token, foreground: foreground.slice(1) }));
  const bracketLevels = [1, 2, 3, 4, 5, 6].map((level) => [
    `editorBracketHighlight.foreground${level}`,
    muted,
  ]);
  return {
    base,
    // The built-in rules hold colours too faint to read on these grounds.
    inherit: false,
    rules: [
      { token: '', foreground: text.slice(1), background: palette.ground.slice(1) },
      ...rule(comment, 'comment'),
      ...rule(string, 'string', 'attribute.value', 'regexp'),
      ...rule(keyword, 'keyword', 'tag', 'key', 'string.key.json', 'metatag'),
      ...rule(number, 'number', 'constant', 'keyword.json'),
      ...rule(type, 'type', 'attribute.name', 'annotation', 'variable.predefined'),
      ...rule(muted, 'delimiter'),
      { token: 'emphasis', fontStyle: 'italic' },
      { token: 'strong', fontStyle: 'bold' },
    ],
    colors: {
      ...Object.fromEntries(bracketLevels),
      'editor.background': palette.ground,
      'editor.foreground': text,
      'editorGutter.background': palette.ground,
      'editorLineNumber.foreground': comment,
      'editorLineNumber.activeForeground': text,
      'editor.lineHighlightBackground': palette.raised,
      'editor.selectionBackground': palette.selection,
      'editorCursor.foreground': palette.cursor,
      'editorWidget.background': palette.raised,
      'editorIndentGuide.background1': palette.line,
      'scrollbarSlider.background': `${muted}40`,
    },
  };
}

export const darkTheme = themeOf({
  base: 'vs-dark',
  text: '#e4e8ec',
  muted: '#9ba7b3',
  comment: '#8793a0',
  string: '#d9b27a',
  keyword: '#8fb8e8',
  number: '#8fd0b0',
  type: '#c3b1e1',
  ground: '#0f1317',
  raised: '#151a20',
  line: '#1c232b',
  selection: '#3a3324',
  cursor: '#e3a857',
});

export const lightTheme = themeOf({
  base: 'vs',
  text: '#22262b',
  muted: '#5a5850',
  comment: '#6b6658',
  string: '#8a4f0e',
  keyword: '#1d4f86',
  number: '#1c6a3c',
  type: '#6a3f8f',
  ground: '#fbfaf7',
  raised: '#f3f1eb',
  line: '#e9e6de',
  selection: '#ecdcc0',
  cursor: '#9a5b13',
});
