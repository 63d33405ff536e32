import { Editor, type OnMount } from '@monaco-editor/react';
import type { editor } from 'monaco-editor';
import { useEffect, useRef, useState } from 'react';
import { useTheme } from '../state/theme-store.ts';
import { languageOf } from './language-of.ts';
import { prepareMonaco } from './monaco.ts';

prepareMonaco();

export interface CodeEditorProps {
  /** Tells the models of two projects' files of one name apart. */
  modelPath: string;
  path: string;
  value: string;
  isReadOnly: boolean;
  /** Keeps the end in view, for text that is being written. */
  isStreaming: boolean;
  onChange(value: string): void;
  onSave(): void;
}

const options: editor.IStandaloneEditorConstructionOptions = {
  fontFamily: '"JetBrains Mono Variable", monospace',
  fontSize: 12.5,
  lineHeight: 20,
  fontLigatures: false,
  minimap: { enabled: false },
  scrollBeyondLastLine: false,
  padding: { top: 8, bottom: 8 },
  renderLineHighlight: 'line',
  smoothScrolling: false,
  automaticLayout: true,
  stickyScroll: { enabled: false },
  unicodeHighlight: { ambiguousCharacters: false },
  scrollbar: { verticalScrollbarSize: 10, horizontalScrollbarSize: 10, useShadows: false },
  overviewRulerBorder: false,
  renderFinalNewline: 'on',
  tabSize: 4,
  fixedOverflowWidgets: true,
};

/** Monaco on one file. Text from outside is appended where it only grew, so that streaming stays cheap. */
export function CodeEditor(props: CodeEditorProps) {
  const { modelPath, path, value, isReadOnly, isStreaming } = props;
  const theme = useTheme((state) => state.theme);
  const [instance, setInstance] = useState<editor.IStandaloneCodeEditor | null>(null);
  const latest = useRef(props);
  const isTakingIn = useRef(false);
  const streamed = useRef(new Set<string>());
  latest.current = props;

  useEffect(() => {
    const model = instance?.getModel();
    if (!instance || !model?.uri.path.endsWith(modelPath)) return;
    isTakingIn.current = true;
    takeIn(model, value);
    isTakingIn.current = false;
    if (isStreaming) {
      instance.revealLine(model.getLineCount());
      streamed.current.add(modelPath);
    }
  }, [instance, modelPath, value, isStreaming]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: only coming back to a file moves the view
  useEffect(() => {
    // A file whose end was watched is read from its beginning.
    if (!isStreaming && streamed.current.delete(modelPath)) instance?.revealLine(1);
  }, [instance, modelPath]);

  const mount: OnMount = (mounted, monaco) => {
    mounted.addCommand(monaco.KeyMod.CtrlCmd | monaco.KeyCode.KeyS, () => latest.current.onSave());
    letTabLeave(mounted, () => isTakingIn.current);
    setInstance(mounted);
  };
  return (
    <Editor
      path={modelPath.split('/').map(encodeURIComponent).join('/')}
      defaultValue={value}
      language={languageOf(path)}
      theme={theme === 'dark' ? 'sandsmith-dark' : 'sandsmith-light'}
      options={{
        ...options,
        readOnly: isReadOnly,
        ariaLabel: `Content of ${path}. Escape, then Tab, leaves the editor`,
      }}
      onMount={mount}
      onChange={(text) => {
        if (!isTakingIn.current && !latest.current.isReadOnly) latest.current.onChange(text ?? '');
      }}
      loading={null}
      saveViewState
    />
  );
}

/**
 * Tab goes on to the next control for those who came by Tab, and indents for those who clicked or typed; Escape
 * gives it back. The keyboard is never caught in the editor, and nobody edits a file by passing through.
 */
function letTabLeave(instance: editor.IStandaloneCodeEditor, isTakingIn: () => boolean): void {
  const set = (tabFocusMode: boolean) => instance.updateOptions({ tabFocusMode });
  set(true);
  instance.onDidBlurEditorText(() => set(true));
  instance.onMouseDown(() => set(false));
  instance.onDidChangeModelContent(() => {
    if (!isTakingIn()) set(false);
  });
  instance.onKeyDown((event) => {
    if (event.browserEvent.key === 'Escape') set(true);
  });
}

function takeIn(model: editor.ITextModel, value: string): void {
  const before = model.getValue();
  if (before === value) return;
  if (!value.startsWith(before)) {
    model.setValue(value);
    return;
  }
  const end = model.getFullModelRange();
  const range = {
    startLineNumber: end.endLineNumber,
    startColumn: end.endColumn,
    endLineNumber: end.endLineNumber,
    endColumn: end.endColumn,
  };
  model.applyEdits([{ range, text: value.slice(before.length) }]);
}
