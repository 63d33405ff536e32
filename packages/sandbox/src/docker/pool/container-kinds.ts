import type { ContainerShape } from '../containers/container-shape.ts';
import type { SealedContainer } from '../containers/sealed-containers.ts';
import { createDemand, type Demand } from './demand.ts';

/** Containers that can stand in for each other. */
export interface ContainerKind {
  shape: ContainerShape;
  demand: Demand;
  /** So many stand ready without being asked for. */
  least: number;
  ready: { container: SealedContainer; sinceMs: number }[];
  /** How many are being made. */
  opening: number;
  waiting: PromiseWithResolvers<SealedContainer>[];
}

export interface ContainerKinds {
  of(key: string, shape: ContainerShape): ContainerKind;
  all(): ContainerKind[];
  /** How many are being made, stand ready, and are waited for. */
  counts(): { opening: number; ready: number; waiting: number };
  /** The kind that is shortest of what it should have; undefined where none is. */
  neediest(): ContainerKind | undefined;
  /** Takes out what is of no use, or was not in demand for a while. */
  retired(): SealedContainer[];
}

/** One that is not in demand is kept for so long. */
const idleMs = 60_000;

export function createContainerKinds({
  isCurrent,
  nowMs,
}: {
  isCurrent: (imageTag: string) => boolean;
  nowMs: () => number;
}): ContainerKinds {
  const kinds = new Map<string, ContainerKind>();
  const all = () => [...kinds.values()];
  const wantedOf = ({ shape, least, demand }: ContainerKind) =>
    isCurrent(shape.imageTag) ? Math.max(least, demand.wanted(nowMs())) : 0;
  const shortOf = (kind: ContainerKind) => wantedOf(kind) - kind.ready.length - kind.opening;

  function retireOf(kind: ContainerKind): SealedContainer[] {
    const gone: SealedContainer[] = [];
    const keptFromMs = isCurrent(kind.shape.imageTag) ? nowMs() - idleMs : Number.POSITIVE_INFINITY;
    for (let [oldest] = kind.ready; oldest; [oldest] = kind.ready) {
      if (kind.ready.length <= wantedOf(kind) || oldest.sinceMs > keptFromMs) break;
      kind.ready.shift();
      gone.push(oldest.container);
    }
    return gone;
  }

  return {
    all,
    of(key, shape) {
      let kind = kinds.get(key);
      if (!kind) {
        kind = { shape, demand: createDemand(), least: 0, ready: [], opening: 0, waiting: [] };
        kinds.set(key, kind);
      }
      return kind;
    },
    counts() {
      const counts = { opening: 0, ready: 0, waiting: 0 };
      for (const kind of kinds.values()) {
        counts.opening += kind.opening;
        counts.ready += kind.ready.length;
        counts.waiting += kind.waiting.length;
      }
      return counts;
    },
    neediest() {
      const short = all().filter((kind) => shortOf(kind) > 0);
      return short.sort((a, b) => a.ready.length - b.ready.length || shortOf(b) - shortOf(a))[0];
    },
    retired() {
      const gone = all().flatMap(retireOf);
      for (const [key, { least, demand, ready, opening, waiting }] of kinds) {
        const isIdle = least + ready.length + opening + waiting.length === 0;
        if (isIdle && demand.isOver(nowMs())) kinds.delete(key);
      }
      return gone;
    },
  };
}
