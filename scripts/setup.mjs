// Makes a fresh checkout ready, and one that changed ready again: packages, Prisma client, compiled code, workflow bundle.
// Runs before every npm script, so it uses nothing but Node, and does nothing in a fraction of a second when all is done.
//   node scripts/setup.mjs [--no-build] [--quiet] [--verbose]
import { Buffer } from 'node:buffer';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { clearInterval, setInterval } from 'node:timers';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const at = (...parts) => path.join(root, ...parts);
const flags = new Set(process.argv.slice(2));
const quiet = flags.has('--quiet');
const verbose = flags.has('--verbose');

/** A fault with a sentence that says what to do. */
class SetupFault extends Error {
  constructor(message, output = '') {
    super(message);
    this.output = output;
  }
}

const say = (line) => {
  if (!quiet) process.stderr.write(`setup: ${line}\n`);
};

// --- What there is -------------------------------------------------------------------------------------------------------

const readText = (file) => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
};

const readJson = (file) => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {};
  }
};

function filesBelow(dir, isWanted) {
  if (!existsSync(dir)) return [];
  return readdirSync(dir, { withFileTypes: true })
    .sort((left, right) => (left.name < right.name ? -1 : 1))
    .flatMap((entry) => {
      const file = path.join(dir, entry.name);
      if (!isWanted(file)) return [];
      return entry.isDirectory() ? filesBelow(file, isWanted) : [file];
    });
}

function hashOf(files) {
  const hash = createHash('sha256');
  for (const file of files)
    hash
      .update(`${path.relative(root, file)}\0`)
      .update(readText(file))
      .update('\0');
  return hash.digest('hex');
}

const generated = at('src/platform/database/generated');
const all = () => true;
const packagesHash = () => hashOf([at('package-lock.json')]);
const schemaHash = () =>
  hashOf([
    ...filesBelow(at('prisma/schema'), all),
    at('prisma.config.ts'),
    at('package-lock.json'),
  ]);
const sourceFiles = () => filesBelow(at('src'), (file) => file !== generated);
const buildHash = () =>
  hashOf([
    ...sourceFiles(),
    at('tsconfig.json'),
    at('tsconfig.build.json'),
    ...filesBelow(at('prisma/schema'), all),
    at('package-lock.json'),
  ]);
/** What can get into the bundle; other code may change without a new one. */
const bundleHash = () => {
  const folders = ['workflows', 'areas', 'platform/lib', 'orchestration'];
  const compiled = folders.flatMap((folder) =>
    filesBelow(at('dist', folder), (file) => !file.endsWith('.map')),
  );
  return hashOf([...compiled, at('dist/main/bundle-workflows.js'), at('package-lock.json')]);
};

const clientHash = () =>
  hashOf([
    ...filesBelow(at('client/src'), all),
    at('client/tsconfig.build.json'),
    at('tsconfig.json'),
    at('package-lock.json'),
  ]);

const packagesStamp = at('node_modules/.watchflow-setup.json');
const buildStamp = at('dist/.watchflow-setup.json');
const stamp = (file, change) => {
  writeFileSync(file, JSON.stringify({ ...readJson(file), ...change }));
};

/** Packages somebody installed by hand: are they the ones of the lock file? Those for other systems may be missing. */
function packagesMatchLock() {
  const installed = readJson(at('node_modules/.package-lock.json')).packages ?? {};
  const locked = Object.entries(readJson(at('package-lock.json')).packages ?? {});
  return locked.every(([name, { version, optional, devOptional, link, peer }]) => {
    if (!name.startsWith('node_modules/')) return true;
    if (link) return existsSync(at(name));
    const found = installed[name];
    return found === undefined
      ? Boolean(optional ?? devOptional ?? peer)
      : found.version === version;
  });
}

// --- The steps: each knows whether it is needed --------------------------------------------------------------------------

const install = {
  isNeeded() {
    if (!existsSync(at('node_modules'))) return true;
    const lock = packagesHash();
    if (readJson(packagesStamp).packages === lock) return false;
    if (!packagesMatchLock()) return true;
    stamp(packagesStamp, { packages: lock });
    return false;
  },
  async run() {
    say('installing packages (npm ci), about a minute, first start only …');
    const help =
      'The packages could not be installed. Is the npm registry reachable? Run "npm install" to see more.';
    // Its errors are read, also where whoever runs us asked npm for silence.
    const options = ['--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];
    try {
      await runChild(...npm(['ci', ...options]), { help, silent: true });
    } catch (error) {
      // A lock file made where the registry lacks packages of other systems has no entries for them; `npm ci` refuses it.
      // `npm install` takes the versions it has from the lock file, too.
      if (!/EUSAGE/.test(error.output ?? '')) throw withOutputShown(error);
      await runChild(...npm(['install', '--no-save', ...options]), { help });
    }
    stamp(packagesStamp, { packages: packagesHash() });
  },
};

const generate = {
  isNeeded: () => !existsSync(generated) || readJson(packagesStamp).schema !== schemaHash(),
  async run() {
    say('generating the database client …');
    rmSync(generated, { recursive: true, force: true });
    await runChild(process.execPath, [at('node_modules/prisma/build/index.js'), 'generate'], {
      // `generate` wants to have a schema engine but never runs it; naming any program spares a download.
      env: {
        PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
        CHECKPOINT_DISABLE: '1',
        PRISMA_HIDE_UPDATE_MESSAGE: '1',
      },
      help: 'The database client could not be generated: is prisma/schema valid?',
    });
    stamp(packagesStamp, { schema: schemaHash() });
  },
};

const compile = {
  isNeeded: () => !flags.has('--no-build') && readJson(buildStamp).build !== buildHash(),
  async run() {
    say('compiling …');
    const build = buildHash();
    // Code that does not compile is half written: what is there then is of no state of the sources.
    mkdirSync(at('dist'), { recursive: true });
    stamp(buildStamp, { build: null });
    await runChild(
      process.execPath,
      [at('node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json'],
      {
        help: 'The code does not compile; see above.',
      },
    );
    removeOrphans();
    stamp(buildStamp, { build, bundled: false });
  },
};

/** The client of translation records, as its users get it. */
const compileClient = {
  isNeeded: () => !flags.has('--no-build') && readJson(buildStamp).client !== clientHash(),
  async run() {
    say('compiling the client …');
    const client = clientHash();
    await runChild(
      process.execPath,
      [at('node_modules/typescript/bin/tsc'), '-p', 'client/tsconfig.build.json'],
      { help: 'The client does not compile; see above.' },
    );
    stamp(buildStamp, { client });
  },
};

const bundleScript = at('dist/main/bundle-workflows.js');

const bundles = ['workflow-bundle.js', 'workflow-bundle.encoded.js'];
const areBundlesThere = () => bundles.every((name) => existsSync(at('dist', name)));

const bundle = {
  isNeeded() {
    if (flags.has('--no-build')) return false;
    return compile.isNeeded() || readJson(buildStamp).bundled !== true || !areBundlesThere();
  },
  async run() {
    const inputs = bundleHash();
    const isFresh = readJson(buildStamp).bundle === inputs && areBundlesThere();
    if (!isFresh) {
      say('bundling the workflows …');
      await runChild(process.execPath, [bundleScript], {
        help: 'The workflow bundle could not be built; see above.',
      });
    }
    stamp(buildStamp, { bundle: inputs, bundled: true });
  },
};

/** Compiled files whose source is gone would still be found by their importers. */
function removeOrphans() {
  const compiled = filesBelow(
    at('dist'),
    (file) => file !== at('dist/platform/database/generated'),
  );
  for (const file of compiled) {
    const inner = path.relative(at('dist'), file);
    const source = inner.replace(/\.js(\.map)?$/, '.ts');
    if (inner.includes(path.sep) && source !== inner && !existsSync(at('src', source)))
      rmSync(file);
  }
}

// --- Running ---------------------------------------------------------------------------------------------------------------

/** The npm that started us, so that it need not be in PATH. */
function npm(args) {
  const started = process.env.npm_execpath ?? '';
  return /npm-cli\.[cm]?js$/.test(started) ? [process.execPath, [started, ...args]] : ['npm', args];
}

/** Runs a program in the checkout; its output is shown when it fails, unless `silent`. */
async function runChild(command, args, { env = {}, help, silent = false }) {
  const child = spawn(command, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32' && command === 'npm',
  });
  const pieces = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (piece) => {
      pieces.push(piece);
      if (verbose) process.stderr.write(piece);
    });
  }
  const reason = await new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) =>
      resolve(code === 0 ? undefined : (signal ?? `exit code ${code}`)),
    );
  });
  if (reason === undefined) return;
  const line = [
    path.basename(command),
    ...args.map((arg) => arg.replace(`${root}${path.sep}`, '')),
  ];
  const fault = new SetupFault(
    `${help} (${line.join(' ')}: ${reason})`,
    Buffer.concat(pieces).toString(),
  );
  throw silent ? fault : withOutputShown(fault);
}

function withOutputShown(fault) {
  if (!verbose) process.stderr.write(fault.output ?? '');
  return fault;
}

function assertNodeIsNewEnough() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new SetupFault(
    `watchflow needs Node 20.19 or newer, this is ${process.versions.node}. Install a newer one: https://nodejs.org/en/download`,
  );
}

// --- One at a time -------------------------------------------------------------------------------------------------------

const lockDir = at('.cache/setup.lock');
const staleMilliseconds = 30_000;

/** A folder is made by one process only; its holder touches it, so that an old one is known to be left over. */
async function withLock(work) {
  mkdirSync(path.dirname(lockDir), { recursive: true });
  let told = false;
  while (!takeLock()) {
    if (!told) say('waiting for another setup in this folder …');
    told = true;
    await wait(200);
  }
  const release = () => rmSync(lockDir, { recursive: true, force: true });
  const leave = () => process.exit(130);
  process.once('exit', release).once('SIGINT', leave).once('SIGTERM', leave);
  const touching = setInterval(
    () => utimesSync(lockDir, new Date(), new Date()),
    staleMilliseconds / 6,
  );
  try {
    return await work();
  } finally {
    clearInterval(touching);
    release();
  }
}

function takeLock() {
  try {
    mkdirSync(lockDir);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  try {
    if (Date.now() - statSync(lockDir).mtimeMs > staleMilliseconds)
      rmSync(lockDir, { recursive: true, force: true });
  } catch {
    // Its holder has just finished.
  }
  return false;
}

async function main() {
  assertNodeIsNewEnough();
  const steps = [install, generate, compile, compileClient, bundle];
  if (!steps.some((step) => step.isNeeded())) return;
  await withLock(async () => {
    for (const step of steps) if (step.isNeeded()) await step.run();
  });
}

try {
  await main();
} catch (error) {
  process.stderr.write(`setup: ${error instanceof SetupFault ? error.message : error.stack}\n`);
  process.exitCode = 1;
}
