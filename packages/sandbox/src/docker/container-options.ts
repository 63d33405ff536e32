import path from 'node:path';
import type { ContainerCreateOptions } from 'dockerode';
import { labels } from './engine.ts';
import { dependencyAccess, type RunPlan } from './run-plan.ts';
import type { ServerIdentity } from './server-identity.ts';

export const sandboxUser = 10001;
const inodes = 200_000;
const sharedMemoryBytes = 64 * 1024 * 1024;

export interface ContainerContext {
  instanceId: string;
  identity: ServerIdentity;
  runtime: string | undefined;
  cpus: number;
  /** The engine's volume for the request's dependencies, where it has any. */
  dependencyVolume: string | undefined;
}

function tmpfs(bytes: number): string {
  const owner = `uid=${sandboxUser},gid=${sandboxUser},mode=0755`;
  return `rw,exec,nosuid,nodev,size=${bytes},nr_inodes=${inodes},${owner}`;
}

/**
 * The engine makes the folders above a mounted document as root; a tmpfs of the program's own on each keeps them
 * writable, so that a program can still put files beside its documents.
 */
function writableParents(plan: RunPlan): string[] {
  const parents = new Set<string>();
  for (const { path: filePath } of plan.mounted) {
    for (let parent = path.posix.dirname(filePath); parent !== '.'; parent = path.posix.dirname(parent)) {
      parents.add(path.posix.join('/work', parent));
    }
  }
  return [...parents];
}

function copiedBytes(plan: RunPlan): number {
  return plan.copied.reduce((sum, { bytes }) => sum + bytes, 0);
}

function mountsOf(
  plan: RunPlan,
  volume: string | undefined,
): NonNullable<ContainerCreateOptions['HostConfig']>['Mounts'] {
  const documents = plan.mounted.map(({ path: filePath, hostPath }) => ({
    Type: 'bind' as const,
    Source: hostPath,
    Target: path.posix.join('/work', filePath),
    ReadOnly: true,
  }));
  if (!volume) return documents;
  const isReadOnly = plan.request.dependencies?.access === 'read';
  return [...documents, { Type: 'volume' as const, Source: volume, Target: '/deps', ReadOnly: isReadOnly }];
}

function hostConfigOf(plan: RunPlan, context: ContainerContext): ContainerCreateOptions['HostConfig'] {
  const { limits, request } = plan;
  // Documents that have to be copied take memory that is the server's doing, not the program's.
  const extraBytes = copiedBytes(plan);
  const memory = limits.memoryBytes + extraBytes;
  const folder = tmpfs(limits.workBytes + extraBytes);
  const ownFolders = ['/work', '/tmp', ...writableParents(plan)];
  if (!context.dependencyVolume && dependencyAccess(request)) ownFolders.push('/deps');
  return {
    NetworkMode: request.network === 'packages' ? 'bridge' : 'none',
    ReadonlyRootfs: true,
    Tmpfs: Object.fromEntries(ownFolders.map((name) => [name, folder])),
    Mounts: mountsOf(plan, context.dependencyVolume),
    CapDrop: ['ALL'],
    SecurityOpt: ['no-new-privileges:true'],
    Memory: memory,
    MemorySwap: memory,
    NanoCpus: Math.round(context.cpus * 1e9),
    // one more for the runner
    PidsLimit: limits.pids + 1,
    Ulimits: [
      { Name: 'core', Soft: 0, Hard: 0 },
      { Name: 'nofile', Soft: limits.openFiles, Hard: limits.openFiles },
      { Name: 'fsize', Soft: limits.fileBytes + extraBytes, Hard: limits.fileBytes + extraBytes },
    ],
    IpcMode: 'private',
    ShmSize: sharedMemoryBytes,
    LogConfig: { Type: 'none', Config: {} },
    Init: false,
    ...(context.runtime && { Runtime: context.runtime }),
  };
}

/** A container that can do nothing but run this one program. */
export function containerOptions(plan: RunPlan, context: ContainerContext): ContainerCreateOptions {
  const { request } = plan;
  return {
    name: `sandsmith-run-${request.runId}`,
    Image: plan.language.imageTag,
    Hostname: 'sandbox',
    User: `${sandboxUser}:${sandboxUser}`,
    WorkingDir: '/work',
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    OpenStdin: true,
    StdinOnce: true,
    Tty: false,
    Labels: {
      [labels.instance]: context.instanceId,
      [labels.run]: request.runId,
      [labels.owner]: request.ownerId,
      [labels.host]: context.identity.host,
      [labels.process]: context.identity.process,
    },
    HostConfig: hostConfigOf(plan, context),
  };
}
