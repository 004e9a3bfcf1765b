// A virtual environment of Python's with what a list pins: wheels alone, every file checked against its hash.
import path from 'node:path';

/** `run` is given a program and its arguments, and throws when it fails. */
export async function makeVenv(folder, { python = 'python3', requirements, run }) {
  await run(python, ['-m', 'venv', folder]);
  const install = ['-m', 'pip', 'install', '-q', '--disable-pip-version-check'];
  const checked = ['--only-binary', ':all:', '--require-hashes', '-r', requirements];
  await run(path.join(folder, 'bin/python'), [...install, ...checked]);
}
