import path from 'node:path';
import type { ContainerCreateOptions } from 'dockerode';
import { labels } from '../engine.ts';
import { seccompOption } from '../seccomp/seccomp-profile.ts';
import type { ServerIdentity } from '../server-identity.ts';
import type { ContainerShape } from './container-shape.ts';

const sharedMemoryBytes = 64 * 1024 * 1024;
/** The most that a request may ask for, and what the agent needs beside it; the agent sets the request's own. */
const mostOpenFiles = 8_192;

export interface ContainerContext {
  /** A UUID of the container's own. */
  id: string;
  instanceId: string;
  identity: ServerIdentity;
  runtime: string | undefined;
  /** Processors that it may use. */
  cpus: number;
  /** The number of the user that it runs as, and of the user's group. */
  user: number;
}

type HostConfig = NonNullable<ContainerCreateOptions['HostConfig']>;

function tmpfs({ workBytes, workInodes }: ContainerShape, user: number): string {
  const owner = `uid=${user},gid=${user},mode=0755`;
  return `rw,exec,nosuid,nodev,size=${workBytes},nr_inodes=${workInodes},${owner}`;
}

/**
 * The engine makes the folders above a mounted document as root; a tmpfs of the program's own on each keeps them
 * writable, so that a program can still put files beside its documents.
 */
function writableParents({ documents }: ContainerShape): string[] {
  const parents = new Set<string>();
  for (const { path: filePath } of documents) {
    for (let parent = path.posix.dirname(filePath); parent !== '.'; parent = path.posix.dirname(parent)) {
      parents.add(path.posix.join('/work', parent));
    }
  }
  return [...parents];
}

function mountsOf({ documents, dependencies }: ContainerShape): HostConfig['Mounts'] {
  const mounts = documents.map(({ path: filePath, hostPath }) => ({
    Type: 'bind' as const,
    Source: hostPath,
    Target: path.posix.join('/work', filePath),
    ReadOnly: true,
  }));
  if (typeof dependencies !== 'object') return mounts;
  const { volume, isReadOnly } = dependencies;
  return [...mounts, { Type: 'volume' as const, Source: volume, Target: '/deps', ReadOnly: isReadOnly }];
}

function hostConfigOf(shape: ContainerShape, context: ContainerContext): HostConfig {
  const folder = tmpfs(shape, context.user);
  const ownFolders = ['/work', '/tmp', ...writableParents(shape)];
  if (shape.dependencies === 'temporary') ownFolders.push('/deps');
  return {
    // what may reach out does so through the agent: no container has a network device
    NetworkMode: 'none',
    // else the machine's name servers and search domains can be read in the container
    Dns: ['127.0.0.1'],
    DnsSearch: ['.'],
    ReadonlyRootfs: true,
    Tmpfs: Object.fromEntries(ownFolders.map((name) => [name, folder])),
    Mounts: mountsOf(shape),
    CapDrop: ['ALL'],
    SecurityOpt: ['no-new-privileges:true', seccompOption],
    Memory: shape.memoryBytes,
    MemorySwap: shape.memoryBytes,
    NanoCpus: Math.round(context.cpus * 1e9),
    // one more for the agent
    PidsLimit: shape.pids + 1,
    Ulimits: [
      { Name: 'core', Soft: 0, Hard: 0 },
      { Name: 'nofile', Soft: mostOpenFiles, Hard: mostOpenFiles },
    ],
    IpcMode: 'private',
    ShmSize: sharedMemoryBytes,
    LogConfig: { Type: 'none', Config: {} },
    Init: false,
    ...(context.runtime && { Runtime: context.runtime }),
  };
}

/** A container that can do nothing but what the agent in it is told by its server. */
export function containerOptions(shape: ContainerShape, context: ContainerContext): ContainerCreateOptions {
  return {
    name: `sandsmith-${context.id}`,
    Image: shape.imageTag,
    Hostname: 'sandbox',
    User: `${context.user}:${context.user}`,
    WorkingDir: '/work',
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    OpenStdin: true,
    StdinOnce: true,
    Tty: false,
    Labels: {
      [labels.instance]: context.instanceId,
      [labels.run]: context.id,
      [labels.host]: context.identity.host,
      [labels.process]: context.identity.process,
    },
    HostConfig: hostConfigOf(shape, context),
  };
}
