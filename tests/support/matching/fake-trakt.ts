import { UpstreamError } from '../../../src/upstream/http/upstream-error.js';
import type { UpstreamErrorKind } from '../../../src/upstream/http/upstream-error.js';
import type { TraktClient, TraktTitle } from '../../../src/upstream/trakt/trakt-client.js';

type Reading = Pick<TraktClient, 'readAliases' | 'readTranslations'>;
type Rows = readonly (Pick<TraktTitle, 'title'> & Partial<TraktTitle>)[];

export interface FakeTrakt extends Reading {
  /** `aliases of show 1`, in the order of the calls. */
  readonly calls: string[];
  /** What Trakt has of the work with this id, show or film; without any it has no such work. */
  setTitles(
    traktId: number,
    titles: { readonly aliases?: Rows; readonly translations?: Rows },
  ): void;
  fail(kind: UpstreamErrorKind | null): void;
}

/** What else Trakt calls things, as the client gives it. */
export function createFakeTrakt(): FakeTrakt {
  const works = new Map<number, { readonly aliases?: Rows; readonly translations?: Rows }>();
  const calls: string[] = [];
  let failing: UpstreamErrorKind | null = null;
  const read =
    (what: 'aliases' | 'translations'): Reading['readAliases'] =>
    async (_access, { media, traktId }) => {
      calls.push(`${what} of ${media} ${traktId}`);
      await Promise.resolve();
      const kind = failing ?? (works.has(traktId) ? null : 'not-found');
      if (kind !== null)
        throw new UpstreamError(kind, {
          service: 'trakt',
          kind,
          endpoint: `GET /${media}s/{id}/${what}`,
          unclear: false,
        });
      return (works.get(traktId)?.[what] ?? []).map((row) => ({ country: null, ...row }));
    };
  return {
    calls,
    setTitles: (traktId, titles) => works.set(traktId, titles),
    fail(kind) {
      failing = kind;
    },
    readAliases: read('aliases'),
    readTranslations: read('translations'),
  };
}
