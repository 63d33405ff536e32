import { readFile } from 'node:fs/promises';
import { schemaFile } from './prisma-files.ts';
import { withSchemaEngine } from './schema-engine.ts';

/** The SQL that would turn a database's tables into those of schema.prisma; empty where they are equal. */
export async function schemaDifference({ url }: { url: string }): Promise<string> {
  const files = [{ path: 'schema.prisma', content: await readFile(schemaFile, 'utf8') }];
  const { exitCode, stdout } = await withSchemaEngine({ url }, (engine) =>
    engine.diff({
      from: { tag: 'schemaDatasource', files, configDir: '.' },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      exitCode: true,
      filters: { externalTables: [], externalEnums: [] },
    }),
  );
  return exitCode === 0 ? '' : (stdout ?? '');
}
