import { filePathFault } from '@sandsmith/contracts/domain/file-path';
import { type Fence, findFences, outsideFences } from './fences.ts';
import { outputInvalid } from './output-error.ts';
import { parseFileAnswer } from './parse-file.ts';
import { parseJson } from './parse-json.ts';
import { withoutThinking } from './thinking.ts';

export interface RepairAnswer {
  diagnosis: string;
  /** Whole new contents. */
  files: { path: string; content: string }[];
}

const pathPattern = String.raw`(?:\.?\/)?(?:[\w.@-]+\/)*(?:[\w@-][\w.@-]*\.[A-Za-z]\w{0,9}|Dockerfile|Makefile)`;
const wordPath = new RegExp(`(?:^|[\\s\`*"'(:=])(${pathPattern})(?=$|[\\s\`*"'):,])`);
const commentPath = new RegExp(
  `^\\s*(?:#|//|/\\*|<!--|--)\\s*(?:file(?:name)?:\\s*|path:\\s*)?(${pathPattern})\\s*(?:\\*/|-->)?\\s*$`,
  'i',
);

/**
 * A repairer's answer: the JSON that was asked for, or fenced blocks headed by a path with prose around them.
 * Where only one file can be meant, `onlyPath`, its mere new content will do.
 */
export function parseRepairAnswer(text: string, { onlyPath }: { onlyPath?: string } = {}): RepairAnswer {
  const answer = withoutThinking(text);
  const repair = fromJson(answer) ?? fromFences(answer) ?? fromContent(answer, onlyPath);
  if (!repair || repair.files.length === 0)
    throw outputInvalid(
      'The model was asked to mend files, but its answer holds no file with its path.',
      text,
    );
  const byPath = new Map<string, string>();
  let refused: string | undefined;
  for (const file of repair.files) {
    // Models name a file as its program's traceback does: by its place in the container.
    const path = file.path.trim().replace(/^(?:\/work\/|\.\/)+/, '');
    const fault = filePathFault(path);
    if (fault) refused ??= `The model named the file ${JSON.stringify(path)}, whose path ${fault}.`;
    else byPath.set(path, file.content);
  }
  if (byPath.size === 0 && refused !== undefined) throw outputInvalid(refused, text);
  return {
    diagnosis: repair.diagnosis.trim(),
    files: [...byPath].map(([path, content]) => ({ path, content })),
  };
}

function fromJson(answer: string): RepairAnswer | undefined {
  if (!/[{[]/.test(answer)) return undefined;
  let found: RepairAnswer | undefined;
  const fits = (value: unknown): boolean => {
    const repair = repairOf(value);
    if (repair) found = repair;
    return repair !== undefined;
  };
  try {
    const value = parseJson(answer, { fits });
    return repairOf(value) ?? found;
  } catch {
    return undefined;
  }
}

function repairOf(value: unknown): RepairAnswer | undefined {
  if (Array.isArray(value)) {
    const files = filesOf(value);
    return files && { diagnosis: '', files };
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const fields = new Map<string, unknown>(Object.entries(value));
  const diagnosis = ['diagnosis', 'explanation', 'reason', 'analysis', 'summary']
    .map((name) => fields.get(name))
    .find((text) => typeof text === 'string');
  const files = filesOf(fields.get('files') ?? fields.get('changes') ?? fields.get('file') ?? [value]);
  return files && { diagnosis: String(diagnosis ?? ''), files };
}

function filesOf(value: unknown): RepairAnswer['files'] | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const entries: unknown[] = Array.isArray(value) ? value : 'path' in value ? [value] : mapEntries(value);
  const files = entries.map(fileOf);
  return files.length > 0 && files.every((file) => file !== undefined) ? files : undefined;
}

function mapEntries(value: object): unknown[] {
  return Object.entries(value).map(([path, content]) => ({ path, content }));
}

function fileOf(entry: unknown): { path: string; content: string } | undefined {
  if (typeof entry !== 'object' || entry === null) return undefined;
  const fields = new Map<string, unknown>(Object.entries(entry));
  const path = fields.get('path') ?? fields.get('file') ?? fields.get('filename');
  const raw = fields.get('content') ?? fields.get('contents') ?? fields.get('code');
  const content =
    Array.isArray(raw) && raw.every((line) => typeof line === 'string') ? `${raw.join('\n')}\n` : raw;
  if (typeof path !== 'string' || typeof content !== 'string') return undefined;
  return { path, content: /^\s*(?:```|~~~)/.test(content) ? parseFileAnswer(content, path) : content };
}

function fromFences(answer: string): RepairAnswer | undefined {
  const fences = findFences(answer, (info) => /^(?:markdown|md)\b/i.test(info));
  const headed = fences.flatMap((fence) => {
    const path = pathOf(fence);
    return path === undefined ? [] : [{ path, content: fence.body, heading: fence.heading }];
  });
  if (headed.length === 0) return undefined;
  const headings = new Set(headed.map((file) => file.heading));
  const diagnosis = outsideFences(answer, fences)
    .split('\n')
    .filter((line) => !(headings.has(line.trim()) && wordPath.test(line) && line.trim().length < 80))
    .join('\n')
    .replace(/\n{3,}/g, '\n\n');
  return { diagnosis, files: headed.map(({ path, content }) => ({ path, content })) };
}

/** Small models often send the mended file alone, as they were asked for files before. */
function fromContent(answer: string, path: string | undefined): RepairAnswer | undefined {
  if (path === undefined) return undefined;
  const fences = findFences(answer, () => false);
  if (fences.length !== 1 && !(fences.length === 0 && isMostlyCode(answer))) return undefined;
  const content = parseFileAnswer(answer, path);
  // JSON that wraps no content is an answer without a file, not a file.
  if (/^\s*[{[]/.test(answer) && content.trim() === answer.trim()) return undefined;
  return { diagnosis: fences.length === 0 ? '' : outsideFences(answer, fences), files: [{ path, content }] };
}

const codeLine = /[=(){}[\];<>]|^\s*(?:import|from|def|class|return|export|const|let|#|\/\/|"|')|:\s*$/;

/** Told from prose by its lines: an apology must not take the place of a program. */
function isMostlyCode(text: string): boolean {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.length > 0 && lines.filter((line) => codeLine.test(line)).length >= lines.length * 0.7;
}

function pathOf(fence: Fence): string | undefined {
  const firstLine = fence.body.split('\n', 1)[0] ?? '';
  return (
    wordPath.exec(fence.info)?.[1] ?? commentPath.exec(firstLine)?.[1] ?? wordPath.exec(fence.heading)?.[1]
  );
}
