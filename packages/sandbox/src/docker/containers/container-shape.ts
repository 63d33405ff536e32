import type { RunLimits } from '@sandsmith/contracts/domain/run';

/** A document of this machine that the container sees and cannot change. */
export interface MountedDocument {
  /** Relative to the working folder. */
  path: string;
  hostPath: string;
}

/** Everything about a container that is settled when it is created, and nothing of the one run it is for. */
export interface ContainerShape {
  imageTag: string;
  memoryBytes: number;
  pids: number;
  /** Of the working folder and of /tmp, each. */
  workBytes: number;
  workInodes: number;
  documents: readonly MountedDocument[];
  /** /deps: none, a folder of its own that ends with it, or a volume of the engine. */
  dependencies?: 'temporary' | { volume: string; isReadOnly: boolean };
}

type ShapeLimits = Pick<RunLimits, 'memoryBytes' | 'pids' | 'workBytes' | 'workInodes'>;

/** The shape of a run with nothing mounted. */
export function plainShape(
  imageTag: string,
  { memoryBytes, pids, workBytes, workInodes }: ShapeLimits,
): ContainerShape {
  return { imageTag, memoryBytes, pids, workBytes, workInodes, documents: [] };
}

/**
 * The same for shapes whose containers can stand in for each other; undefined where a container can only be made for its
 * one run.
 */
export function poolKeyOf(shape: ContainerShape): string | undefined {
  const { imageTag, memoryBytes, pids, workBytes, workInodes, documents, dependencies } = shape;
  if (documents.length > 0 || typeof dependencies === 'object') return undefined;
  return [imageTag, memoryBytes, pids, workBytes, workInodes, dependencies ?? 'none'].join(' ');
}
