import type Docker from 'dockerode';
import { removeOnceUnused } from '../dependency-volumes.ts';
import { labels, statusCodeOf, within } from '../engine.ts';

/**
 * Where installed sets of packages are kept. An install writes to a volume of a name that nothing reads. Only when it has
 * succeeded is a second, empty volume made whose label names the first: that is the seal, and a program can neither make
 * volumes nor change labels. A third one says by its age when the set was last used.
 */
export interface SetVolumes {
  /** The volume with a set's packages, where it was installed whole. */
  find(key: string): Promise<string | undefined>;
  /** A fresh volume to install into. */
  create(key: string): Promise<string>;
  /** The set is whole from now on; gives the volume to use, which is another where somebody else was quicker. */
  seal(key: string, options: { volume: string; bytes: number }): Promise<string>;
  /** Remembers that the set is used now. */
  touch(key: string): Promise<void>;
  /** Waits a while for a container that still has it; rejects where it keeps it. */
  remove(volume: string): Promise<void>;
  list(): Promise<KeptSet[]>;
}

/** What there is of one set. */
export interface KeptSet {
  key: string;
  /** Name of the seal, where the set is whole. */
  seal: string | undefined;
  bytes: number;
  usedMs: number;
  /** The newest of everything. */
  changedMs: number;
  /** All volumes of the set but the seal. */
  volumes: string[];
}

export interface SetVolumesOptions {
  engine: Docker;
  instanceId: string;
}

const setLabels = {
  key: 'dev.sandsmith.package-set',
  role: 'dev.sandsmith.package-set-role',
  volume: 'dev.sandsmith.package-set-volume',
  bytes: 'dev.sandsmith.package-set-bytes',
} as const;

const timeoutMs = 15_000;
const dayMs = 86_400_000;

/** The part of the engine's account of a volume that the client's types do not all have. */
interface VolumeAccount {
  Name: string;
  Labels: Record<string, string> | null;
  CreatedAt?: string;
}

function nameOf(key: string, suffix = ''): string {
  return `sandsmith-set-${key.slice(0, 40)}${suffix}`;
}

function createdMsOf({ CreatedAt }: VolumeAccount): number {
  return Date.parse(CreatedAt ?? '') || Date.now();
}

function keptSetOf(key: string, volumes: VolumeAccount[]): KeptSet {
  const roleOf = ({ Labels }: VolumeAccount) => Labels?.[setLabels.role];
  const seal = volumes.find((volume) => roleOf(volume) === 'seal');
  const changedMs = Math.max(...volumes.map(createdMsOf));
  const used = volumes.find((volume) => roleOf(volume) === 'used');
  return {
    key,
    seal: seal?.Name,
    bytes: Number(seal?.Labels?.[setLabels.bytes] ?? 0),
    usedMs: used ? createdMsOf(used) : changedMs,
    changedMs,
    volumes: volumes.filter((volume) => volume !== seal).map(({ Name }) => Name),
  };
}

/** What the engine keeps for this installation. */
interface EngineVolumes {
  inspect(name: string): Promise<VolumeAccount | undefined>;
  /** Where it was there already, it keeps the labels that it had. */
  make(name: string, labels: Record<string, string>): Promise<VolumeAccount>;
  remove(name: string): Promise<void>;
  /** All that have that label. */
  listWith(label: string): Promise<VolumeAccount[]>;
}

function createEngineVolumes({ engine, instanceId }: SetVolumesOptions): EngineVolumes {
  async function inspect(name: string): Promise<VolumeAccount | undefined> {
    const asked = engine
      .getVolume(name)
      .inspect()
      .catch((error: unknown) => {
        if (statusCodeOf(error) === 404) return undefined;
        throw error;
      });
    return within(timeoutMs, 'looking for installed packages', asked);
  }

  return {
    inspect,
    async make(name, own) {
      const made = engine.createVolume({ Name: name, Labels: { [labels.instance]: instanceId, ...own } });
      await within(timeoutMs, 'creating a store of packages', made);
      return (await inspect(name)) ?? { Name: name, Labels: own };
    },
    remove: (name) => within(timeoutMs, 'removing a store of packages', removeOnceUnused(engine, name)),
    async listWith(label) {
      const filters = { label: [label, `${labels.instance}=${instanceId}`] };
      const asked = engine.listVolumes({ filters });
      return (await within(timeoutMs, 'listing stores of packages', asked)).Volumes;
    },
  };
}

export function createSetVolumes(options: SetVolumesOptions): SetVolumes {
  const { inspect, make, remove, listWith } = createEngineVolumes(options);
  const touchedMs = new Map<string, number>();

  return {
    async find(key) {
      const seal = await inspect(nameOf(key));
      const volume = seal?.Labels?.[setLabels.key] === key ? seal.Labels[setLabels.volume] : undefined;
      return volume && (await inspect(volume)) ? volume : undefined;
    },
    async create(key) {
      const name = nameOf(key, `-${crypto.randomUUID().slice(0, 8)}`);
      return (await make(name, { [setLabels.key]: key, [setLabels.role]: 'content' })).Name;
    },
    async seal(key, { volume, bytes }) {
      const { Labels } = await make(nameOf(key), {
        [setLabels.key]: key,
        [setLabels.role]: 'seal',
        [setLabels.volume]: volume,
        [setLabels.bytes]: String(bytes),
      });
      const sealed = Labels?.[setLabels.volume] ?? volume;
      if (sealed !== volume) await remove(volume);
      return sealed;
    },
    async touch(key) {
      const nowMs = Date.now();
      if (nowMs - (touchedMs.get(key) ?? 0) < dayMs) return;
      touchedMs.set(key, nowMs);
      const name = nameOf(key, '-used');
      await remove(name);
      await make(name, { [setLabels.key]: key, [setLabels.role]: 'used' });
    },
    remove,
    async list() {
      const byKey = Map.groupBy(await listWith(setLabels.key), ({ Labels }) => Labels?.[setLabels.key] ?? '');
      return [...byKey].map(([key, volumes]) => keptSetOf(key, volumes));
    },
  };
}
