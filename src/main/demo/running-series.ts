import type { ScenarioInput } from '../../simulators/index.js';

interface Series {
  readonly subject: number;
  readonly tmdb: number;
  readonly slug: string;
  readonly title: string;
  readonly original: string;
  readonly name: string;
  readonly begin: string;
  /** As Bangumi numbers them: 1 wished for, 3 being watched. */
  readonly collection: 1 | 3;
}

/** Series that have been on the air for decades: whenever the demo runs, they are. Ids and dates from bangumi-data (CC BY 4.0). */
export const runningSeries: readonly Series[] = [
  {
    subject: 899,
    tmdb: 30_983,
    slug: 'case-closed',
    title: 'Case Closed',
    original: '名探偵コナン',
    name: '名侦探柯南',
    begin: '1996-01-08T10:30:00.000Z',
    collection: 3,
  },
  {
    subject: 24_823,
    tmdb: 30_623,
    slug: 'crayon-shin-chan',
    title: 'Crayon Shin-chan',
    original: 'クレヨンしんちゃん',
    name: '蜡笔小新',
    begin: '1992-04-13T10:00:00.000Z',
    collection: 1,
  },
];

/** The scenario, and these on either service; nobody has watched them. */
export const withRunningSeries = (scenario: ScenarioInput): ScenarioInput => ({
  ...scenario,
  trakt: {
    ...scenario.trakt,
    shows: [...(scenario.trakt.shows ?? []), ...runningSeries.map(toShow)],
  },
  bangumi: {
    ...scenario.bangumi,
    subjects: [...(scenario.bangumi.subjects ?? []), ...runningSeries.map(toSubject)],
  },
});

/** What is told of them is no more than the first episodes. */
const count = 3;

const toShow = ({ subject, tmdb, slug, title, begin }: Series) => ({
  trakt: 900_000 + subject,
  slug,
  tmdb,
  title,
  year: Number(begin.slice(0, 4)),
  country: 'jp',
  genres: ['animation', 'anime'],
  seasons: [{ number: 1, runs: [{ first: 1, count, first_aired: begin }] }],
});

const toSubject = ({ subject, original, name, begin }: Series) => ({
  id: subject,
  type: 2 as const,
  name: original,
  name_cn: name,
  date: begin.slice(0, 10),
  platform: 'TV',
  // Bangumi does not say how many episodes it will have.
  rows: [],
});
