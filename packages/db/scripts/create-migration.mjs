// Writes the migration that leads from the last one to the schema, with DATABASE_URL of an empty scratch database:
//   node scripts/create-migration.mjs <name>
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { silentLogger } from '@sandsmith/foundation/logger';
import { migrate } from '../src/migrate.ts';
import { migrationsDirectory } from '../src/prisma-files.ts';
import { schemaDifference } from '../src/schema-difference.ts';

const name = process.argv[2];
const url = process.env['DATABASE_URL'];
if (!name || !url) {
  console.error('Say the name of the migration, and give DATABASE_URL of an empty scratch database.');
  process.exit(1);
}

const existing = await readdir(migrationsDirectory).catch(() => []);
if (existing.length > 0) await migrate({ url, logger: silentLogger });
const script = await schemaDifference({ url });
if (script === '') {
  console.log('The migrations already equal the schema.');
} else {
  const stamp = new Date().toISOString().replaceAll(/[-:T]/g, '').slice(0, 14);
  const directory = path.join(migrationsDirectory, `${stamp}_${name}`);
  await mkdir(directory, { recursive: true });
  await writeFile(path.join(directory, 'migration.sql'), script);
  await writeFile(path.join(migrationsDirectory, 'migration_lock.toml'), 'provider = "postgresql"\n');
  console.log(`Wrote ${path.relative(process.cwd(), directory)}/migration.sql`);
}
