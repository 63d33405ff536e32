import { loader } from '@monaco-editor/react';
import * as monaco from 'monaco-editor';
import EditorWorker from 'monaco-editor/editor/editor.worker?worker';
import CssWorker from 'monaco-editor/language/css/css.worker?worker';
import HtmlWorker from 'monaco-editor/language/html/html.worker?worker';
import JsonWorker from 'monaco-editor/language/json/json.worker?worker';
import TypeScriptWorker from 'monaco-editor/language/typescript/ts.worker?worker';

const workers: Record<string, new () => Worker> = {
  css: CssWorker,
  scss: CssWorker,
  less: CssWorker,
  html: HtmlWorker,
  json: JsonWorker,
  typescript: TypeScriptWorker,
  javascript: TypeScriptWorker,
};

/** Brackets in one quiet colour instead of six loud ones. */
function brackets(colour: string): Record<string, string> {
  return Object.fromEntries(
    [1, 2, 3, 4, 5, 6].map((level) => [`editorBracketHighlight.foreground${level}`, colour]),
  );
}

let isReady = false;

/** Hands the bundled editor to its React wrapper, which would fetch it from another host otherwise. */
export function prepareMonaco(): typeof monaco {
  if (isReady) return monaco;
  isReady = true;
  self.MonacoEnvironment = { getWorker: (_id, label) => new (workers[label] ?? EditorWorker)() };
  loader.config({ monaco });
  monaco.editor.defineTheme('sandsmith-dark', {
    base: 'vs-dark',
    inherit: true,
    rules: [
      { token: 'comment', foreground: '7f8b98' },
      { token: 'string', foreground: 'd9b27a' },
      { token: 'keyword', foreground: '8fb8e8' },
      { token: 'number', foreground: '8fd0b0' },
    ],
    colors: {
      ...brackets('#9ba7b3'),
      'editor.background': '#0f1317',
      'editor.foreground': '#e4e8ec',
      'editorGutter.background': '#0f1317',
      'editorLineNumber.foreground': '#66717e',
      'editorLineNumber.activeForeground': '#9ba7b3',
      'editor.lineHighlightBackground': '#151a20',
      'editor.selectionBackground': '#3a3324',
      'editorCursor.foreground': '#e3a857',
      'editorWidget.background': '#1c232b',
      'editorIndentGuide.background1': '#1c232b',
      'minimap.background': '#0f1317',
      'scrollbarSlider.background': '#66717e40',
    },
  });
  monaco.editor.defineTheme('sandsmith-light', {
    base: 'vs',
    inherit: true,
    rules: [
      { token: 'comment', foreground: '6b6658' },
      { token: 'string', foreground: '8a4f0e' },
      { token: 'keyword', foreground: '1d4f86' },
      { token: 'number', foreground: '1c6a3c' },
    ],
    colors: {
      ...brackets('#5a5850'),
      'editor.background': '#fbfaf7',
      'editor.foreground': '#22262b',
      'editorGutter.background': '#fbfaf7',
      'editorLineNumber.foreground': '#8f8a7c',
      'editorLineNumber.activeForeground': '#5a5850',
      'editor.lineHighlightBackground': '#f3f1eb',
      'editor.selectionBackground': '#ecdcc0',
      'editorCursor.foreground': '#9a5b13',
      'editorWidget.background': '#f3f1eb',
      'editorIndentGuide.background1': '#e9e6de',
    },
  });
  return monaco;
}
