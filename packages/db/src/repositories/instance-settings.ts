import type { PrismaClient } from '../../generated/prisma/client.ts';
import { toJsonValue } from '../json-value.ts';

/** Small facts about the installation, by key; values are JSON. */
export interface InstanceSettingRepository {
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown): Promise<void>;
  /** Stores the value where the key is new, and tells what stands then: of several servers, the first decides. */
  setIfAbsent(key: string, value: unknown): Promise<unknown>;
  remove(key: string): Promise<void>;
}

export function createInstanceSettingRepository(prisma: PrismaClient): InstanceSettingRepository {
  async function get(key: string): Promise<unknown> {
    const row = await prisma.instanceSetting.findUnique({ where: { key } });
    return row?.value;
  }
  return {
    get,
    async set(key, value) {
      await prisma.instanceSetting.upsert({
        where: { key },
        create: { key, value: toJsonValue(value) },
        update: { value: toJsonValue(value) },
      });
    },
    async setIfAbsent(key, value) {
      await prisma.instanceSetting.createMany({
        data: [{ key, value: toJsonValue(value) }],
        skipDuplicates: true,
      });
      return get(key);
    },
    async remove(key) {
      await prisma.instanceSetting.deleteMany({ where: { key } });
    },
  };
}
