const { mkdtempSync, rmSync, writeFileSync } = require('node:fs');
const { register } = require('node:module');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { fileURLToPath, pathToFileURL } = require('node:url');
const { transformFileSync } = require('@swc/core');
const { default: Runtime } = require('jest-runtime');
const { options } = require('../typescript-options.cjs');

register('../typescript-loader.mjs', pathToFileURL(require.resolve('./native-runtime.cjs')));

/** Where each line of a stack trace was written: worked out when something fails, in a file, as Jest wants it. */
class SourceMaps extends Map {
  get(source) {
    if (!/^file:.*\.ts(?:\?|$)/.test(source)) return super.get(source);
    const path = fileURLToPath(source.replace(/\?.*/, ''));
    if (!this.has(path)) this.set(path, writeSourceMap(path, this.size));
    return super.get(path);
  }
}

let folder;

function writeSourceMap(path, number) {
  if (folder === undefined) {
    folder = mkdtempSync(join(tmpdir(), 'watchflow-source-maps-'));
    process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  }
  const file = join(folder, `${number}.map`);
  writeFileSync(file, transformFileSync(path, { ...options, sourceMaps: true }).map);
  return file;
}

const sourceMaps = new SourceMaps();
let files = 0;

/**
 * Jest's runtime, but for the test file and what it imports: Node loads those itself, each module once per process. So two hundred
 * files do not each compile the whole product and its libraries anew, and what they test is warm code.
 */
module.exports = class NativeRuntime extends Runtime {
  setGlobalsForRuntime(globals) {
    super.setGlobalsForRuntime(globals);
    globalThis[Symbol.for('watchflow.jest-globals')] = globals;
  }

  unstable_shouldLoadAsEsm() {
    return true;
  }

  async unstable_importModule(path) {
    files += 1;
    await import(`${pathToFileURL(path).href}?file=${files}`);
  }

  getSourceMaps() {
    return sourceMaps;
  }
};
