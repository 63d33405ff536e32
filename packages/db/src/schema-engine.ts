import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { PrismaPg } from '@prisma/adapter-pg';
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type SqlDriverAdapter,
  type SqlQuery,
} from '@prisma/driver-adapter-utils';
import type { SchemaEngine } from '@prisma/schema-engine-wasm';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';
import pg from 'pg';
import { schemaFile } from './prisma-files.ts';

const require = createRequire(import.meta.url);

type WasmExports = Record<string, unknown>;

/** The part used here: Node has it, its types do not. */
declare const WebAssembly: {
  instantiate(
    bytes: Uint8Array,
    imports: Record<string, object>,
  ): Promise<{ instance: { exports: WasmExports } }>;
};

interface EngineBindings {
  SchemaEngine: { new: (...parameters: Parameters<typeof SchemaEngine.new>) => Promise<SchemaEngine> };
  __wbg_set_wasm(exports: WasmExports): void;
}

// The package types only its bundler entry, which imports the .wasm file; Node and Jest need it loaded by hand.
const engineBindings = bindings as unknown as EngineBindings;

/** Oid of Postgres' internal one-letter type `"char"`, which the driver does not know, and of an array it knows. */
const characterOid = 18;
const characterArrayOid = 1002;

/** To read the catalogue the engine selects `"char"` columns: this lets them through the driver, marked as arrays … */
function createCatalogPool(url: string): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  pool.on('error', () => undefined);
  const query = pool.query.bind(pool) as (...parameters: unknown[]) => Promise<pg.QueryResult>;
  const markCharacters = async (...parameters: unknown[]) => {
    const result = await query(...parameters);
    for (const field of result.fields ?? [])
      if (field.dataTypeID === characterOid) field.dataTypeID = characterArrayOid;
    return result;
  };
  return Object.assign(pool, { query: markCharacters });
}

/** … and this tells the engine what they are. */
function withCharacters(adapter: SqlDriverAdapter): SqlDriverAdapter {
  const queryRaw = adapter.queryRaw.bind(adapter);
  return Object.assign(adapter, {
    async queryRaw(query: SqlQuery) {
      const result = await queryRaw(query);
      const columnTypes = result.columnTypes.map((type) =>
        type === ColumnTypeEnum.CharacterArray ? ColumnTypeEnum.Character : type,
      );
      return { ...result, columnTypes };
    },
  });
}

let loading: Promise<void> | undefined;

async function loadBindings(): Promise<void> {
  const script = require.resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const bytes = await readFile(script.replace(/\.js$/, '.wasm'));
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': bindings });
  engineBindings.__wbg_set_wasm(instance.exports);
  const start = instance.exports['__wbindgen_start'];
  if (typeof start === 'function') start();
}

/** Lends Prisma's schema engine, speaking to the database through its driver: no binary, no download. */
export async function withSchemaEngine<T>(
  { url }: { url: string },
  work: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  loading ??= loadBindings();
  await loading;
  const datamodel = await readFile(schemaFile, 'utf8');
  const pool = createCatalogPool(url);
  const driver = new PrismaPg(pool);
  const adapter = bindMigrationAwareSqlAdapterFactory({
    provider: driver.provider,
    adapterName: driver.adapterName,
    connect: async () => withCharacters(await driver.connect()),
    connectToShadowDb: () => driver.connectToShadowDb(),
  });
  try {
    const options = { datamodels: [['schema.prisma', datamodel] as [string, string]] };
    const engine = await engineBindings.SchemaEngine.new(options, () => undefined, adapter);
    try {
      return await work(engine);
    } finally {
      engine.free();
    }
  } finally {
    await pool.end();
  }
}
