import { stat } from 'node:fs/promises';
import path from 'node:path';
import { filePathFault } from '@sandsmith/contracts/domain/file-path';
import type { RunLimits } from '@sandsmith/contracts/domain/run';
import { SandsmithError } from '@sandsmith/foundation/errors';
import { fillCommand, type LanguageDefinition } from '../../languages/language-definition.ts';
import type { SandboxFile, SandboxRequest } from '../../sandbox-port.ts';
import { type ContainerShape, plainShape } from '../containers/container-shape.ts';
import { installEnvironment, type PackageAccess } from '../package-access.ts';

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
  /** Run after a failure: where it fails too, the code could not be read. */
  check: string[];
  environment: Record<string, string>;
  links: Record<string, string>;
  contents: { path: string; content: Uint8Array }[];
  mounted: HostFile[];
  copied: HostFile[];
  /** What the copies take beyond the run's own limits. */
  extraBytes: number;
  /** The most that /deps may hold; 0 where it is not watched. */
  dependencyBytes: number;
  caBundle: string | undefined;
}

const imagePath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const readableByOthers = 0o004;
/** Beyond these, mounting is no longer quicker than copying. */
const maxMounts = 64;
/** Documents of this size together are copied into a container that stands ready, which is quicker than a mount. */
const smallBytes = 2 * 1024 * 1024;
/** Of the working folder: documents that are copied take from what the program may use. */
const smallShare = 1 / 8;

function refusePath(filePath: string, fault: string): never {
  throw new SandsmithError({
    code: 'file.path-invalid',
    message: `The file path "${filePath}" ${fault}. Correct it and run again.`,
  });
}

function checkPaths(files: SandboxFile[]): void {
  const paths = files.map((file) => file.path);
  const seen = new Set<string>();
  for (const filePath of paths) {
    const fault = filePathFault(filePath);
    if (fault) refusePath(filePath, fault);
    if (filePath === 'output') refusePath(filePath, 'is the folder in which programs leave their results');
    if (seen.has(filePath)) refusePath(filePath, 'is given twice');
    seen.add(filePath);
  }
  // what lies there is taken for the program's own, and one that is mounted could not be written over
  for (const file of files) {
    if ('hostPath' in file && file.path.startsWith('output/'))
      refusePath(file.path, 'is for a document, and output/ is for what programs make');
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

function commandsOf(
  request: SandboxRequest,
  language: LanguageDefinition,
): Pick<RunPlan, 'compile' | 'run' | 'check'> {
  if (request.command !== undefined)
    return { compile: [], run: ['/bin/sh', '-c', request.command], check: [] };
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
    check: language.check ? fillCommand(language.check, filled) : [],
  };
}

/** Whether installed packages can be written in this run; undefined where it has none. */
export function dependencyAccess(request: SandboxRequest): 'write' | 'read' | undefined {
  return request.dependencies?.access ?? (request.network === 'none' ? undefined : 'write');
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
    ...(request.network !== 'none' && installEnvironment(access)),
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
  checkPaths(request.files);
  const hostFiles = await Promise.all(
    request.files.flatMap((file) => ('hostPath' in file ? [describeHostFile(file)] : [])),
  );
  const isSmall = fitsBeside(hostFiles, limits);
  const canMount = !documentsByCopy && !isSmall && hostFiles.length <= maxMounts;
  const mounted = hostFiles.filter((file) => canMount && file.isOpen);
  const copied = hostFiles.filter((file) => !canMount || !file.isOpen);
  return {
    request,
    language,
    limits,
    ...commandsOf(request, language),
    environment: environmentOf(request, language, access),
    links: dependencyAccess(request) ? language.dependencies.links : {},
    contents: request.files.flatMap((file) => ('content' in file ? [file] : [])),
    mounted,
    copied,
    extraBytes: isSmall ? 0 : copied.reduce((sum, { bytes }) => sum + bytes, 0),
    dependencyBytes: 0,
    caBundle: request.network === 'none' ? undefined : access.caBundle,
  };
}

function fitsBeside(hostFiles: HostFile[], limits: RunLimits): boolean {
  const bytes = hostFiles.reduce((sum, file) => sum + file.bytes, 0);
  return (
    bytes <= Math.min(smallBytes, limits.workBytes * smallShare) &&
    bytes < limits.fileBytes &&
    hostFiles.length <= maxMounts
  );
}

/** The container for a plan. Documents that have to be copied take memory that is the server's doing. */
export function shapeOf(plan: RunPlan, dependencyVolume: string | undefined): ContainerShape {
  const { limits, language, request, extraBytes, mounted } = plan;
  const shape = plainShape(language.imageTag, {
    ...limits,
    memoryBytes: limits.memoryBytes + extraBytes,
    workBytes: limits.workBytes + extraBytes,
  });
  const access = dependencyAccess(request);
  if (dependencyVolume) shape.dependencies = { volume: dependencyVolume, isReadOnly: access !== 'write' };
  else if (access) shape.dependencies = 'temporary';
  return { ...shape, documents: mounted };
}
