const titles = [
  '葬送のフリーレン',
  '进击的巨人',
  '鬼灭之刃',
  '败犬女主太多了',
  '番剧同步完成',
  'Frieren: Beyond Journey’s End',
  'Attack on Titan',
  'the title does not match',
];
const actions = ['invoice.paid', 'run.ended', 'list.synced', 'session.created', 'settings.changed'];

/** One record in a hundred thousand has this. */
export const rareWord = '麒麟';

/** About half a kilobyte of JSON each, `from` on; a second apart, oldest first. */
export const auditBatch = (from: number, rows: number, all: number) =>
  Array.from({ length: rows }, (_, index) => {
    const n = from + index;
    const title = titles[n % titles.length] ?? '';
    return {
      id: `b${n}`,
      at: new Date(Date.UTC(2026, 10, 22) - (all - n) * 1_000).toISOString(),
      actor: { kind: 'user', id: `u_${(n * 7_919) % 500}` },
      action: actions[n % actions.length],
      target: { kind: 'thing', id: `t${n}` },
      outcome: n % 50 === 0 ? 'failed' : 'done',
      request_id: `req-${n}`,
      address: `10.0.${n % 250}.7`,
      before: { state: 'open', episode: n % 999 },
      after: { state: 'done' },
      detail: {
        title: n % 100_000 === 77 ? `${title} ${rareWord}` : `${title} 第${n % 999}話`,
        route: '/api/v1/things/{id}',
        method: 'PUT',
      },
    };
  });
