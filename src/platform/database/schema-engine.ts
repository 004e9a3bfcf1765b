import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';
import type { SchemaEngine } from '@prisma/schema-engine-wasm/schema_engine_bg';
import type pg from 'pg';

export type { SchemaEngine };

/** The part used here of a global that neither Node's types nor our `lib` declare. */
declare const WebAssembly: {
  compile(bytes: Uint8Array): Promise<object>;
  instantiate(
    module: object,
    imports: object,
  ): Promise<{ readonly exports: Readonly<Record<string, unknown>> }>;
};

let loading: Promise<void> | undefined;

export interface SchemaEngineDeps {
  readonly pool: pg.Pool;
  /** Runs one migration's script, whole. */
  readonly runScript: (script: string) => Promise<void>;
}

/** Prisma's schema engine on connections of `pool`; works offline. Let go of it with `free()`; the pool stays the caller's. */
export async function openSchemaEngine(deps: SchemaEngineDeps): Promise<SchemaEngine> {
  loading ??= loadEngine();
  await loading;
  const adapters = bindMigrationAwareSqlAdapterFactory(wholeScripts(deps));
  return bindings.SchemaEngine.new({ datamodels: undefined }, () => undefined, adapters);
}

// Node 20 cannot import WebAssembly as a module, so the glue the package ships for bundlers is joined to it here.
async function loadEngine(): Promise<void> {
  const glue = createRequire(import.meta.url).resolve(
    '@prisma/schema-engine-wasm/schema_engine_bg',
  );
  const module = await WebAssembly.compile(await readFile(glue.replace(/\.js$/, '.wasm')));
  const instance = await WebAssembly.instantiate(module, {
    './schema_engine_bg.js': glueFunctions(),
  });
  bindings.__wbg_set_wasm(instance.exports);
  const start = instance.exports['__wbindgen_start'];
  if (typeof start === 'function') Reflect.apply(start, undefined, []);
}

// The engine never clears the ten seconds it gives itself for a lock; they would keep a finished process up.
const quietTimer = (callback: () => void, milliseconds: number): NodeJS.Timeout =>
  setTimeout(callback, milliseconds).unref();

const glueFunctions = (): object =>
  Object.fromEntries(
    Object.entries(bindings).map(([name, glue]) => [
      name,
      name.startsWith('__wbg_setTimeout') ? quietTimer : glue,
    ]),
  );

/** The adapter cuts scripts at every semicolon, which breaks functions, texts and comments; Postgres takes a script whole. */
function wholeScripts({
  pool,
  runScript,
}: SchemaEngineDeps): SqlMigrationAwareDriverAdapterFactory {
  const factory = new PrismaPg(pool);
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    connect: async () => Object.assign(await factory.connect(), { executeScript: runScript }),
    connectToShadowDb: () => {
      // The adapter would take the main database for the shadow one and empty it when the address came as one string.
      throw new Error(
        'watchflow compares with a database of its own instead of a shadow database.',
      );
    },
  };
}
