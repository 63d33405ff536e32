import { type Fence, findFences, outsideFences } from './fences.ts';
import { baseName, fileEnding, isLanguageOf, isMarkdownPath } from './file-language.ts';
import { outputInvalid } from './output-error.ts';
import { parseJson } from './parse-json.ts';
import { withoutThinking } from './thinking.ts';

/** A first line that announces a file and belongs to no file. */
const announcement =
  /^(?:sure|certainly|of course|okay|ok|absolutely|here(?:['’]s| is| are)|below is|the following|this is|i(?:['’]ve| have) )[^\n]*[:.!]\s*$/i;
/** Lines that prose does not have: what stands before a fence is then part of a file sent as it is. */
const codeLine =
  /^\s*(?:import\s+[\w{*'"]|from\s+[\w.]+\s+import\b|def\s+\w+\s*\(|class\s+\w+\s*[:({]|(?:export\s+)?(?:const|let|var|function|async function)\s+\w|#!|#include\b|package\s+\w+;?$|<!doctype|<\/?[a-z][\w-]*(?:\s[^>]*)?>|@\w+(?:\(.*\))?$|"""|'''|\/\*|\/\/)|[;{}]\s*$|^\s*[\w.[\]]+\s*[-+*/]?=\s*\S/im;

/**
 * The content of the file at `path` in a coder's answer: raw, in a fence (the one labelled by path, else by
 * language, else the largest), or in a JSON wrapper. A file sent raw is returned as it is, to the byte.
 */
export function parseFileAnswer(text: string, path: string): string {
  const answer = withoutThinking(text);
  if (answer.trim() === '')
    throw outputInvalid(`The model was asked for the file ${path}, but its answer is empty.`, text);
  const content = fromJsonWrapper(answer, path) ?? fromFences(answer, path) ?? fromRaw(answer, path);
  if (content.trim() === '' && baseName(path) !== '__init__.py')
    throw outputInvalid(`The model was asked for the file ${path}, but sent it empty.`, text);
  return content;
}

function fromJsonWrapper(answer: string, path: string): string | undefined {
  const body = /^\s*(?:```[\w-]*[ \t]*\r?\n)?\s*(\{[\s\S]*)/.exec(answer)?.[1];
  if (!body || !/^\{\s*["']?[\w./-]+["']?\s*:/.test(body)) return undefined;
  if (
    !/^\{\s*["'](?:path|file|filename|file_path|content|contents|code|files|language|explanation)["']|^\{\s*["'][^"']*\.\w+["']/.test(
      body,
    )
  )
    return undefined;
  let found: string | undefined;
  try {
    parseJson(body, {
      fits: (value) => {
        found ??= contentOf(value, path);
        return found !== undefined;
      },
    });
  } catch {
    return undefined;
  }
  return found;
}

function contentOf(value: unknown, path: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const fields = new Map<string, unknown>(Object.entries(value));
  const files = fields.get('files');
  if (Array.isArray(files)) {
    const entries: unknown[] = files;
    const named = entries.find(
      (entry) => pathOf(entry) !== undefined && isSamePath(pathOf(entry) ?? '', path),
    );
    const chosen = named ?? (entries.length === 1 ? entries[0] : undefined);
    return chosen === undefined ? undefined : textOf(new Map(Object.entries(Object(chosen))));
  }
  if (typeof files === 'object' && files !== null) return contentOf(files, path);
  const byName = [...fields].find(([name, content]) => isSamePath(name, path) && typeof content === 'string');
  if (byName) return String(byName[1]);
  // A JSON file may itself have a field called `content`: only an envelope that names the file is one.
  const namedPath = pathOf(value);
  if (fileEnding(path) === 'json' && (namedPath === undefined || !isSamePath(namedPath, path)))
    return undefined;
  return textOf(fields);
}

function textOf(fields: Map<string, unknown>): string | undefined {
  for (const name of ['content', 'contents', 'code', 'file_content', 'text']) {
    const content = fields.get(name);
    if (typeof content === 'string') return content;
    if (Array.isArray(content) && content.every((line) => typeof line === 'string'))
      return `${content.join('\n')}\n`;
  }
  return undefined;
}

function pathOf(entry: unknown): string | undefined {
  if (typeof entry !== 'object' || entry === null) return undefined;
  const fields = new Map<string, unknown>(Object.entries(entry));
  for (const name of ['path', 'file', 'filename', 'file_path', 'name']) {
    const path = fields.get(name);
    if (typeof path === 'string') return path;
  }
  return undefined;
}

function isSamePath(named: string, path: string): boolean {
  const clean = named.trim().replace(/^\.?\//, '');
  return clean === path || clean === baseName(path);
}

function fromFences(answer: string, path: string): string | undefined {
  const isMarkdown = isMarkdownPath(path);
  const fences = findFences(answer, (info) => isMarkdown && (info === '' || isLanguageOf(info, path)));
  const first = fences[0];
  if (!first) return undefined;
  const lines = answer.split('\n');
  const before = lines.slice(0, first.start).join('\n');
  if (isMarkdown) return fromMarkdown(before, first, path);
  if (isCode(before)) return strayFenceEnd(answer, before, fences);
  const outside = outsideFences(answer, fences);
  if (fences.length === 1 && isCode(outside) && !first.isClosed) return undefined;
  return choose(fences, path)?.body;
}

function isCode(text: string): boolean {
  return codeLine.test(text);
}

/** Code, then one bare fence, then chatter: the prompt had opened the fence that the model closes. */
function strayFenceEnd(answer: string, before: string, fences: Fence[]): string | undefined {
  const [only] = fences;
  if (!only || fences.length > 1 || only.isClosed || only.info !== '' || isCode(only.body)) return undefined;
  return answer.startsWith(before) ? `${before.trimEnd()}\n` : undefined;
}

/** A README's own blocks are content; only a fence around the whole of it is a wrapper. */
function fromMarkdown(before: string, first: Fence, path: string): string | undefined {
  const isLabelled = isLanguageOf(first.info, path) || isNamed(first, path);
  const hasOwnText = before.split('\n').some((line) => /^(#{1,6} |[-*|>] |\d+\. )/.test(line));
  if (before.trim() === '' && (first.info === '' || isLabelled)) return first.body;
  if (isLabelled && !hasOwnText) return first.body;
  const isAnnounced = announcement.test(before.trim()) && !before.trim().includes('\n');
  return isAnnounced && first.info === '' ? first.body : undefined;
}

function choose(fences: Fence[], path: string): Fence | undefined {
  const named = fences.filter((fence) => isNamed(fence, path));
  const ofLanguage = fences.filter((fence) => isLanguageOf(fence.info, path));
  const pool = named.length > 0 ? named : ofLanguage.length > 0 ? ofLanguage : fences;
  return pool.reduce((best, fence) => (fence.body.length > best.body.length ? fence : best));
}

/** The path stands in the fence's info string, in the line above it, or in the comment that opens the code. */
function isNamed(fence: Fence, path: string): boolean {
  const firstLine = fence.body.split('\n', 1)[0] ?? '';
  const comment = /^\s*(?:#|\/\/|\/\*|<!--|--)/.test(firstLine) ? firstLine : '';
  return [fence.info, fence.heading, comment].some((place) => mentions(place, path));
}

function mentions(place: string, path: string): boolean {
  const words = place
    .split(/[\s`*"'():=,<>[\]]+/)
    .map((word) => word.replace(/^\.\//, '').replace(/\.$/, ''));
  return words.includes(path) || words.includes(baseName(path));
}

function fromRaw(answer: string, path: string): string {
  const [firstLine = '', ...rest] = answer.replace(/^\s*\n/, '').split('\n');
  if (!announcement.test(firstLine.trim())) return answer;
  // In prose such a line may be the file's own; above a heading or code it is not.
  const content = rest.join('\n').replace(/^\s*\n/, '');
  const isFile = isMarkdownPath(path) ? content.startsWith('#') : isCode(content);
  return isFile ? content : answer;
}
