// node scripts/python-client.mjs [FOLDER]: makes a Python client of the translation records from docs/openapi.json, as FOLDER/watchflow_records
// (.cache/python-client unless told otherwise), with a generator pinned in scripts/python-client/requirements.txt, every file
// checked against its hash, in a venv of its own.
// Prints the folder of the venv, whose Python can run it.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { cutContract } from '../client/scripts/cut-contract.mjs';
import { makeVenv } from './make-venv.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const pins = path.join(root, 'scripts/python-client/requirements.txt');
const config = path.join(root, 'scripts/python-client/config.yml');
const cache = path.join(root, '.cache/python-client');
const venv = path.join(cache, 'venv');
const [folder = cache] = process.argv.slice(2);

const run = async (command, args) => {
  try {
    return await promisify(execFile)(command, args, { maxBuffer: 64 * 1024 * 1024 });
  } catch (error) {
    throw new Error(`${command}: ${error.stderr || error.stdout || error.message}`, {
      cause: error,
    });
  }
};

/** The generator and what its clients need, made anew when the pins change. */
async function prepareVenv() {
  const stamp = path.join(venv, 'pins');
  const wanted = createHash('sha256')
    .update(await readFile(pins))
    .digest('hex');
  if (existsSync(stamp) && (await readFile(stamp, 'utf8')) === wanted) return;
  await rm(venv, { recursive: true, force: true });
  await makeVenv(venv, { python: process.env.PYTHON, requirements: pins, run });
  await writeFile(stamp, wanted);
}

async function generate() {
  const contract = path.join(cache, 'contract.json');
  await writeFile(contract, JSON.stringify(await cutContract()));
  const out = path.join(folder, 'watchflow_records');
  const generator = path.join(venv, 'bin/openapi-python-client');
  const { stdout } = await run(generator, [
    ...['generate', '--path', contract, '--config', config, '--meta', 'none'],
    ...['--output-path', out, '--overwrite', '--fail-on-warning'],
  ]);
  process.stderr.write(stdout);
}

try {
  await mkdir(cache, { recursive: true });
  await prepareVenv();
  await generate();
  process.stdout.write(`${venv}\n`);
} catch (error) {
  process.stderr.write(`python client: ${error.message}\n`);
  process.exitCode = 1;
}
