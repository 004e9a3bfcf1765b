// Makes the servers ready that tests of storage run against: a real redis-server, and one that speaks S3.
//   node scripts/storage-servers.mjs [redis] [s3] [--json | --declare]
// --declare prints the backends that can be tested here, for TEST_STORAGE_BACKENDS, and says of the others why not.
// redis-server is taken from REDIS_SERVER_PATH or PATH, else unpacked from Debian's packages; moto is installed from PyPI, every file
// checked against its hash. Both are kept in the cache of the user; nothing is installed into the system.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { makeOnce } from './make-once.mjs';
import { makeVenv } from './make-venv.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const requirements = path.join(root, 'tests/support/storage/s3-server-requirements.txt');
const cache = path.join(
  process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'),
  'watchflow/storage-servers',
);
const run = promisify(execFile);
const lastLine = (error) =>
  String(error.stderr || error.message)
    .trim()
    .split('\n')
    .at(-1);

/** The ways to a server, best first; throws with the reason of each. */
async function firstOf(what, ways) {
  const reasons = [];
  for (const [name, way] of Object.entries(ways)) {
    try {
      const found = await way();
      if (found !== undefined) return { ...found, from: name };
      reasons.push(`${name}: not there`);
    } catch (error) {
      reasons.push(`${name}: ${lastLine(error)}`);
    }
  }
  throw new Error(`${what} cannot be had.\n  ${reasons.join('\n  ')}`);
}

async function checkRedis(program, libraries = '') {
  const env = { ...process.env, LD_LIBRARY_PATH: libraries };
  const { stdout } = await run(program, ['--version'], { env });
  return { program, libraries, version: /v=([\d.]+)/.exec(stdout)?.[1] ?? 'unknown' };
}

/** Package lists and packages of our own folder, so that neither root nor a change of the system is needed; apt checks signatures. */
async function unpackRedis(folder) {
  for (const part of ['lists/partial', 'cache/archives/partial', 'root'])
    mkdirSync(path.join(folder, part), { recursive: true });
  const own = {
    'Dir::State::lists': path.join(folder, 'lists'),
    'Dir::Cache': path.join(folder, 'cache'),
    'Debug::NoLocking': '1',
  };
  const options = Object.entries(own).flatMap(([key, value]) => ['-o', `${key}=${value}`]);
  await run('apt-get', [...options, '-q', 'update']);
  const install = ['-q', '-y', '--download-only', '--no-install-recommends', 'install'];
  await run('apt-get', [...options, ...install, 'redis-server']);
  const archives = path.join(folder, 'cache/archives');
  for (const name of readdirSync(archives).filter((file) => file.endsWith('.deb')))
    await run('dpkg', ['-x', path.join(archives, name), path.join(folder, 'root')]);
  rmSync(path.join(folder, 'lists'), { recursive: true });
  rmSync(path.join(folder, 'cache'), { recursive: true });
}

function checkUnpacked(folder) {
  const libs = path.join(folder, 'root/usr/lib');
  const below = readdirSync(libs, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const libraries = [libs, ...below.map(({ name }) => path.join(libs, name))].join(':');
  return checkRedis(path.join(folder, 'root/usr/bin/redis-server'), libraries);
}

const redisFromDebian = () =>
  makeOnce(path.join(cache, `redis-debian-${process.arch}`), {
    make: unpackRedis,
    check: async (folder) => checkUnpacked(folder),
  });

const redis = () =>
  firstOf('redis-server', {
    REDIS_SERVER_PATH: () =>
      process.env.REDIS_SERVER_PATH && checkRedis(process.env.REDIS_SERVER_PATH),
    PATH: () => checkRedis('redis-server'),
    'Debian’s packages': redisFromDebian,
  });

async function checkMoto(folder) {
  const program = path.join(folder, 'bin/python');
  const { stdout } = await run(program, ['-c', 'import moto.server; print(moto.__version__)']);
  return { program, version: stdout.trim() };
}

/** A folder for each version of Python and each machine: what is installed for one is of no use to another. */
async function motoFromPypi() {
  const hash = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12);
  const asked = 'import platform; print(platform.python_version(), platform.machine(), sep="-")';
  const { stdout } = await run('python3', ['-c', asked]);
  const place = path.join(cache, `moto-${hash}-python${stdout.trim()}`);
  return makeOnce(place, {
    make: (folder) => makeVenv(folder, { requirements, run }),
    check: checkMoto,
  });
}

const s3 = () => firstOf('moto (a server that speaks S3)', { PyPI: motoFromPypi });

const servers = { redis, s3 };
const declares = process.argv.includes('--declare');
const asked = process.argv.slice(2).filter((arg) => !arg.startsWith('--'));
const names = asked.length === 0 ? Object.keys(servers) : asked;
const found = {};
for (const name of names) {
  try {
    if (servers[name] === undefined) throw new Error(`there is no server ${name}`);
    found[name] = await servers[name]();
    const { version, from } = found[name];
    process.stderr.write(`storage servers: ${name} ${version} (${from})\n`);
  } catch (error) {
    process.stderr.write(`storage servers: ${error.message}\n`);
    if (!declares) process.exitCode = 1;
  }
}
if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify(found)}\n`);
if (declares)
  process.stdout.write(`${['local', 'postgres', 'memory', ...Object.keys(found)].join(',')}\n`);
