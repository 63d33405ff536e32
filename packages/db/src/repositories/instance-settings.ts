import type { Prisma, PrismaClient } from '../../generated/prisma/client.ts';

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
  const asJson = (value: unknown) => value as Prisma.InputJsonValue;
  return {
    get,
    async set(key, value) {
      await prisma.instanceSetting.upsert({
        where: { key },
        create: { key, value: asJson(value) },
        update: { value: asJson(value) },
      });
    },
    async setIfAbsent(key, value) {
      await prisma.instanceSetting.createMany({
        data: [{ key, value: asJson(value) }],
        skipDuplicates: true,
      });
      return get(key);
    },
    async remove(key) {
      await prisma.instanceSetting.deleteMany({ where: { key } });
    },
  };
}
