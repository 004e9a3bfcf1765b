// node outbox-writer.mjs DIR URL KEY SESSION NAME: puts records into an outbox until it is told to stop (SIGTERM) or is killed.
// A line for each that was taken (`taken ID VERSION`) and each verdict (`verdict ID WORD`); `left N` at an orderly end.
import { setTimeout as wait } from 'node:timers/promises';
import { createRecordsClient, openRecordsOutbox } from '@watchflow/client';

const [dir, url, apiKey, session, name] = process.argv.slice(2);
const say = (line) => process.stdout.write(`${line}\n`);

const outbox = await openRecordsOutbox({
  client: createRecordsClient({ url, apiKey, timeoutMs: 10_000 }),
  dir,
  flushMs: 20,
  mostRecords: 1_000,
  compactAt: 200_000,
  pace: { first: 20, longest: 200 },
  onVerdict: ({ id, verdict }) => say(`verdict ${id} ${verdict}`),
  onStopped: (error) => say(`stopped ${error.message}`),
});

const versions = new Map();
const upTo = (below) => Math.floor(Math.random() * below);

function next(n) {
  const known = [...versions.keys()];
  const id = known.length > 0 && Math.random() < 0.5 ? known[upTo(known.length)] : `${name}-${n}`;
  versions.set(id, (versions.get(id) ?? 0) + 1);
  return { id, version: versions.get(id) };
}

async function put({ id, version }) {
  const source_text = `${id} at version ${version}`;
  try {
    await outbox.putTask({ id, version, session_id: session, status: 'processing', source_text });
    say(`taken ${id} ${version}`);
  } catch (error) {
    // Two versions of one record that are put together may come in either order; closed: it was not taken.
    if (error.kind !== 'stale' && error.kind !== 'closed') throw error;
  }
}

let isOver = false;
process.once('SIGTERM', () => {
  isOver = true;
});

say('writing');
for (let burst = 0; !isOver; burst += 1) {
  const many = Array.from({ length: 1 + upTo(20) }, (_, n) => next(`${burst}-${n}`));
  await Promise.race([Promise.all(many.map(put)), untilOver()]);
  await wait(upTo(10));
}
const { left } = await outbox.close({ withinMs: 60_000 });
say(`left ${left}`);

async function untilOver() {
  while (!isOver) await wait(20);
}
