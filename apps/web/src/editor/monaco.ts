import { loader } from '@monaco-editor/react';
import * as monaco from 'monaco-editor';
import EditorWorker from 'monaco-editor/editor/editor.worker?worker';
import CssWorker from 'monaco-editor/language/css/css.worker?worker';
import HtmlWorker from 'monaco-editor/language/html/html.worker?worker';
import JsonWorker from 'monaco-editor/language/json/json.worker?worker';
import TypeScriptWorker from 'monaco-editor/language/typescript/ts.worker?worker';
import { darkTheme, lightTheme } from './editor-themes.ts';

const workers: Record<string, new () => Worker> = {
  css: CssWorker,
  scss: CssWorker,
  less: CssWorker,
  html: HtmlWorker,
  json: JsonWorker,
  typescript: TypeScriptWorker,
  javascript: TypeScriptWorker,
};

let isReady = false;

/** Hands the bundled editor to its React wrapper, which would fetch it from another host otherwise. */
export function prepareMonaco(): typeof monaco {
  if (isReady) return monaco;
  isReady = true;
  self.MonacoEnvironment = { getWorker: (_id, label) => new (workers[label] ?? EditorWorker)() };
  loader.config({ monaco });
  monaco.editor.defineTheme('sandsmith-dark', darkTheme);
  monaco.editor.defineTheme('sandsmith-light', lightTheme);
  return monaco;
}
