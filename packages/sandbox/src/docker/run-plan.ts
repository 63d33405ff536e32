import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { filePathFault } from '@sandsmith/contracts/domain/file-path';
import type { RunLimits } from '@sandsmith/contracts/domain/run';
import { SandsmithError } from '@sandsmith/foundation/errors';
import { fillCommand, type LanguageDefinition } from '../languages/language-definition.ts';
import type { SandboxFile, SandboxRequest } from '../sandbox-port.ts';
import { containerCaPath, installEnvironment, type PackageAccess } from './package-access.ts';
import { encodeRecord } from './records.ts';

/** A document of the host, mounted or copied. */
export interface HostFile {
  path: string;
  hostPath: string;
  bytes: number;
}

/** A request checked and worked out: what the engine and the runner are to be told. */
export interface RunPlan {
  request: SandboxRequest;
  language: LanguageDefinition;
  limits: RunLimits;
  compile: string[];
  run: string[];
  environment: Record<string, string>;
  links: Record<string, string>;
  contents: { path: string; content: Uint8Array }[];
  mounted: HostFile[];
  copied: HostFile[];
  caBundle: string | undefined;
}

const imagePath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const readableByOthers = 0o004;
/** Beyond these, mounting is no longer quicker than copying. */
const maxMounts = 64;

function refusePath(filePath: string, fault: string): never {
  throw new SandsmithError({
    code: 'file.path-invalid',
    message: `The file path "${filePath}" ${fault}. Correct it and run again.`,
  });
}

function checkPaths(paths: string[]): void {
  const seen = new Set<string>();
  for (const filePath of paths) {
    const fault = filePathFault(filePath);
    if (fault) refusePath(filePath, fault);
    if (seen.has(filePath)) refusePath(filePath, 'is given twice');
    seen.add(filePath);
  }
  for (const filePath of paths) {
    for (let parent = path.posix.dirname(filePath); parent !== '.'; parent = path.posix.dirname(parent)) {
      if (seen.has(parent)) refusePath(parent, `is a file and also the folder of "${filePath}"`);
    }
  }
}

async function describeHostFile(
  file: SandboxFile & { hostPath: string },
): Promise<HostFile & { isOpen: boolean }> {
  try {
    const about = await stat(file.hostPath);
    if (!about.isFile()) throw new Error('it is not a regular file');
    const hostPath = path.resolve(file.hostPath);
    return { path: file.path, hostPath, bytes: about.size, isOpen: (about.mode & readableByOthers) !== 0 };
  } catch (cause) {
    // The system's own words hold the path on this machine, which is nobody else's business.
    const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
    throw new SandsmithError({
      code: 'file.not-found',
      message: `The document for "${file.path}" cannot be read${code}. Upload it again.`,
      cause,
    });
  }
}

function commandsOf(request: SandboxRequest, language: LanguageDefinition): Pick<RunPlan, 'compile' | 'run'> {
  if (request.command !== undefined) return { compile: [], run: ['/bin/sh', '-c', request.command] };
  const entry = request.entry ?? request.files[0]?.path;
  if (entry === undefined || !request.files.some((file) => file.path === entry)) {
    throw new SandsmithError({
      code: 'request.invalid',
      message:
        entry === undefined
          ? 'There is nothing to run: give at least one file or a command.'
          : `The file to start, "${entry}", is not among the files. Add it, or name another.`,
    });
  }
  // A name that begins with a dash would be taken for an option.
  const filled = { entry: entry.startsWith('-') ? `./${entry}` : entry, args: request.args ?? [] };
  return {
    compile: language.compile ? fillCommand(language.compile, filled) : [],
    run: fillCommand(language.run, filled),
  };
}

/** Whether installed packages can be written in this run; undefined where it has none. */
export function dependencyAccess(request: SandboxRequest): 'write' | 'read' | undefined {
  return request.dependencies?.access ?? (request.network === 'packages' ? 'write' : undefined);
}

function environmentOf(
  request: SandboxRequest,
  language: LanguageDefinition,
  access: PackageAccess,
): Record<string, string> {
  const { dependencies } = language;
  const kind = dependencyAccess(request);
  return {
    ...(kind && { ...dependencies.environment, PATH: [...dependencies.path, imagePath].join(':') }),
    ...(kind === 'write' && dependencies.writeEnvironment),
    ...(request.network === 'packages' && installEnvironment(access)),
    ...request.env,
  };
}

/** Checks a request and works out what it needs. Throws what the caller can correct. */
export async function planRun(
  request: SandboxRequest,
  {
    language,
    limits,
    access,
    documentsByCopy,
  }: { language: LanguageDefinition; limits: RunLimits; access: PackageAccess; documentsByCopy: boolean },
): Promise<RunPlan> {
  checkPaths(request.files.map((file) => file.path));
  const hostFiles = await Promise.all(
    request.files.flatMap((file) => ('hostPath' in file ? [describeHostFile(file)] : [])),
  );
  const canMount = !documentsByCopy && hostFiles.length <= maxMounts;
  return {
    request,
    language,
    limits,
    ...commandsOf(request, language),
    environment: environmentOf(request, language, access),
    links: dependencyAccess(request) ? language.dependencies.links : {},
    contents: request.files.flatMap((file) => ('content' in file ? [file] : [])),
    mounted: hostFiles.filter((file) => canMount && file.isOpen),
    copied: hostFiles.filter((file) => !canMount || !file.isOpen),
    caBundle: request.network === 'packages' ? access.caBundle : undefined,
  };
}

const chunkBytes = 256 * 1024;

function* contentRecords(type: string, content: Uint8Array): Generator<Buffer> {
  for (let at = 0; at < content.length; at += chunkBytes) {
    yield encodeRecord(type, content.subarray(at, at + chunkBytes));
  }
}

/** The request as the runner reads it. */
export async function* requestRecords(plan: RunPlan, nonce: Buffer): AsyncGenerator<Buffer> {
  const { request, limits } = plan;
  yield encodeRecord('n', nonce);
  const numbers = { ...limits, artifactBytes: limits.workBytes };
  for (const [name, value] of Object.entries(numbers)) yield encodeRecord('l', `${name}=${value}`);
  for (const [name, value] of Object.entries(plan.environment)) yield encodeRecord('e', `${name}=${value}`);
  for (const item of plan.compile) yield encodeRecord('c', item);
  for (const item of plan.run) yield encodeRecord('r', item);
  yield encodeRecord('f', 'output/');
  if (plan.caBundle) {
    yield encodeRecord('f', containerCaPath);
    yield* contentRecords('b', Buffer.from(plan.caBundle));
  }
  for (const { path: filePath, content } of plan.contents) {
    yield encodeRecord('f', filePath);
    yield* contentRecords('b', content);
  }
  for (const { path: filePath, hostPath } of plan.copied) {
    yield encodeRecord('f', filePath);
    for await (const chunk of createReadStream(hostPath, { highWaterMark: chunkBytes })) {
      yield encodeRecord('b', chunk);
    }
  }
  for (const [link, target] of Object.entries(plan.links)) yield encodeRecord('k', `${link}\n${target}`);
  if (request.stdin instanceof Uint8Array) yield* contentRecords('i', request.stdin);
  yield encodeRecord('.');
}
