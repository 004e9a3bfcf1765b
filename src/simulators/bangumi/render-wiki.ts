import type { EpisodeRow, WikiSubject } from './wiki.js';

const image = (id: number) => {
  const at = (size: string): string => `https://lain.bgm.example/r/${size}/${id}.jpg`;
  return {
    small: at('100'),
    grid: at('100'),
    large: at('800'),
    medium: at('400'),
    common: at('400'),
  };
};

/** `sort − lowest main sort + 1` for main rows, 0 for all others (Bangumi API notes §5.3). */
function epOf(row: EpisodeRow, subject: WikiSubject): number {
  const lowest = subject.rows.find((other) => other.type === 0)?.sort;
  if (row.type !== 0 || lowest === undefined) return 0;
  return Math.round((row.sort - lowest + 1) * 1000) / 1000;
}

export const renderRow = (row: EpisodeRow, subject: WikiSubject): object => ({
  id: row.id,
  type: row.type,
  name: row.name,
  name_cn: '',
  sort: row.sort,
  ep: epOf(row, subject),
  airdate: row.airdate,
  duration: '00:24:00',
  duration_seconds: 1440,
  desc: '',
  comment: 0,
  disc: 0,
  subject_id: row.subjectId,
});

const epsOf = ({ source, rows }: WikiSubject): number =>
  source.eps ?? rows.filter((row) => row.type === 0).length;

const renderTags = ({ tags }: WikiSubject['source']): object[] =>
  tags.map((name, at) => ({ name, count: tags.length - at, total_count: 100 }));

export function renderSubject(subject: WikiSubject): object {
  const { source, rows } = subject;
  const aliases = { key: '别名', value: source.aliases.map((alias) => ({ v: alias })) };
  return {
    id: source.id,
    type: source.type,
    name: source.name,
    name_cn: source.name_cn,
    date: source.date,
    platform: source.platform,
    eps: epsOf(subject),
    total_episodes: rows.length,
    volumes: 0,
    series: false,
    locked: source.locked,
    nsfw: source.nsfw,
    summary: '',
    images: image(source.id),
    infobox: [...(source.aliases.length > 0 ? [aliases] : []), ...source.infobox],
    tags: renderTags(source),
    meta_tags: source.platform === null ? [] : [source.platform],
    rating: { rank: 100, total: 1000, count: { 1: 1, 10: 2 }, score: source.score },
    collection: { wish: 1, collect: 2, doing: 3, on_hold: 4, dropped: 5 },
  };
}

export const renderRelation = ({ source }: WikiSubject, relation: string): object => ({
  id: source.id,
  type: source.type,
  name: source.name,
  name_cn: source.name_cn,
  relation,
  images: image(source.id),
});

/** The short subject inside a collection (Bangumi API notes §6). */
export const renderSlimSubject = (subject: WikiSubject): object => ({
  id: subject.source.id,
  type: subject.source.type,
  name: subject.source.name,
  name_cn: subject.source.name_cn,
  date: subject.source.date,
  eps: epsOf(subject),
  images: image(subject.source.id),
  short_summary: '',
  score: subject.source.score,
  rank: 100,
  tags: renderTags(subject.source),
  volumes: 0,
  collection_total: subject.source.collection_total,
});

/** `2026-06-19T18:44:13+08:00`. */
export const toShanghaiTime = (at: number): string =>
  new Date(at + 8 * 3_600_000).toISOString().replace(/\.\d{3}Z$/, '+08:00');
