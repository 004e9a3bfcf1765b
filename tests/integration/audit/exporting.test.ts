import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { eventually } from '../../support/eventually.js';
import { aRecord, withAuditLogs } from './with-audit-logs.js';

const world = withAuditLogs();

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const manifestShape = z.object({
  kind: z.literal('end'),
  records: z.int(),
  bytes: z.int(),
  sha256: z.string(),
  up_to_id: z.string(),
  last_id: z.string().nullable(),
  filters: z.record(z.string(), z.unknown()),
});
const lineShape = z.object({ id: z.string(), ref: z.string().nullable() }).loose();

/** What is before the last line, and that line as a manifest. */
function apart(text: string) {
  const lines = text.split('\n').slice(0, -1);
  const body = lines.slice(0, -1);
  return {
    body: body.map((line) => `${line}\n`).join(''),
    records: body.map((line) => lineShape.parse(JSON.parse(line))),
    manifest: manifestShape.parse(JSON.parse(lines.at(-1) ?? '')),
  };
}

/** What waits until it is opened. */
function aGate(): readonly [Promise<void>, () => void] {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return [
    opened,
    () => {
      open();
    },
  ];
}

/** Somebody with this many records over several spans of ids. */
async function withMany(count = 2_400) {
  const person = await world().someone();
  const all = Array.from({ length: count }, (_, n) => aRecord({ detail: { n, 剧: '进击的巨人' } }));
  for (let from = 0; from < count; from += 1_000)
    await person.handIn(...all.slice(from, from + 1_000));
  return { ...person, refs: all.map(({ id }) => id) };
}

describe('an export', () => {
  it('holds everything in the order it came, and its manifest is true', async () => {
    const { take, refs, ask } = await withMany();
    const { text, upToId } = await take({ action: 'invoice.paid' });
    const { body, records, manifest } = apart(text);
    expect(records.map(({ ref }) => ref)).toEqual(refs);
    expect(manifest).toMatchObject({
      records: refs.length,
      bytes: Buffer.byteLength(body),
      sha256: sha256(body),
      up_to_id: upToId,
      last_id: records.at(-1)?.id,
      filters: { action: ['invoice.paid'] },
    });
    const asked = await ask('get', `/logs/export/manifest?action=invoice.paid&up_to_id=${upToId}`);
    expect(asked.data).toEqual(JSON.parse(text.trimEnd().split('\n').at(-1) ?? ''));
  });

  it.each(['jsonl', 'csv'] as const)(
    'that broke off goes on as %s, and is the whole, whatever came meanwhile',
    async (format) => {
      const { take, handIn } = await withMany();
      const query = { action: 'invoice.paid', format };
      const { text: whole, upToId } = await take(query);
      const lineEnd = format === 'csv' ? '\r\n' : '\n';
      // In the middle of a record.
      const broken = whole.slice(0, Math.floor(whole.length * 0.6));
      const had = broken.slice(0, broken.lastIndexOf(lineEnd) + lineEnd.length);
      const lastLine = had.trimEnd().split(lineEnd).at(-1) ?? '';
      const afterId =
        format === 'csv' ? lastLine.split(',')[0] : lineShape.parse(JSON.parse(lastLine)).id;
      await handIn(aRecord());
      const { text: rest } = await take({ ...query, after_id: afterId ?? '', up_to_id: upToId });
      const withoutEnd = (text: string) => (format === 'csv' ? text : apart(text).body);
      expect(sha256(had + withoutEnd(rest))).toBe(sha256(withoutEnd(whole)));
    },
  );

  it('as a table is read by spreadsheets, and carries out nothing', async () => {
    const { handIn, take, ask } = await world().someone();
    const evil = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1'];
    await handIn(
      ...evil.map((id) => aRecord({ target: { kind: 'x', id }, user_agent: 'a "b",\nc' })),
    );
    const query = { action: 'invoice.paid', format: 'csv' };
    const { text, upToId } = await take(query);
    const rows = parse<Record<string, string>>(text, { columns: true, bom: true });
    expect(rows.map((row) => row['target_id'])).toEqual(evil.map((id) => `'${id}`));
    expect(rows[0]).toMatchObject({ user_agent: 'a "b",\nc', action: 'invoice.paid' });
    const asked = await ask(
      'get',
      `/logs/export/manifest?${String(new URLSearchParams({ ...query, up_to_id: upToId }))}`,
    );
    expect(asked.data).toMatchObject({ records: evil.length, sha256: sha256(text) });
  });

  it('waits for records whose ids are given out and which are not there yet', async () => {
    const { db, someone } = world();
    const { handIn, take } = await someone();
    const late = aRecord();
    let isOver = false;
    const [open, letGo] = aGate();
    const [inside, isInside] = aGate();
    const writing = db.$transaction(async (tx) => {
      await tx.$executeRaw`INSERT INTO audit_logs (actor_kind, action, outcome) VALUES ('system', 'late.deed', 'done')`;
      isInside();
      await open;
    });
    await inside;
    await handIn(late);
    const taking = take().finally(() => {
      isOver = true;
    });
    await eventually(async () => {
      const [row] = await db.$queryRaw<{ n: bigint }[]>`SELECT count(*) AS n FROM pg_stat_activity
        WHERE query LIKE '%pg_locks%' AND pid <> pg_backend_pid() AND datname = current_database()`;
      return row !== undefined && row.n > 0n ? true : undefined;
    }, 'the look at who writes');
    expect(isOver).toBe(false);
    letGo();
    await writing;
    expect(apart((await taking).text).records.map(({ ref }) => ref)).toContain(late.id);
  });

  it('holds of people what concerns them, and is on record', async () => {
    const [ann, bob] = [await world().someone(), await world().someone()];
    await ann.handIn(aRecord());
    await bob.handIn(aRecord());
    const { records } = apart((await ann.take()).text);
    expect(records.map((record) => record['concerns'] ?? record['actor_id'])).toEqual([
      ann.userId,
      ann.userId,
    ]);
    expect((await ann.list({ action: 'audit.exported' })).items).toMatchObject([
      { detail: { format: 'jsonl' } },
    ]);
  });
});
