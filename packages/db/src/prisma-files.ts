import path from 'node:path';

const prismaDirectory = path.resolve(import.meta.dirname, '..', 'prisma');

export const schemaFile = path.join(prismaDirectory, 'schema.prisma');
export const migrationsDirectory = path.join(prismaDirectory, 'migrations');
