// Keeps what is dear to make in a folder, and makes it anew where what is kept has stopped working.
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';

/**
 * Answers what `check` says of the folder. It is made aside, checked, and put in place when whole; whoever comes second throws its own away.
 * What is there and fails the check is removed and made once more; what fails when it is new throws.
 */
export async function makeOnce(place, { make, check }) {
  if (existsSync(place)) {
    try {
      return await check(place);
    } catch {
      rmSync(place, { recursive: true, force: true });
    }
  }
  const aside = `${place}.${randomUUID()}`;
  mkdirSync(aside, { recursive: true });
  try {
    await make(aside);
    await check(aside);
    renameSync(aside, place);
  } catch (error) {
    rmSync(aside, { recursive: true, force: true });
    if (!existsSync(place)) throw error;
  }
  return check(place);
}
