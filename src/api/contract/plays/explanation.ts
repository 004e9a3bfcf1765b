import { z } from 'zod';
import { playStates, type Explanation, type Language } from '../../../areas/history/index.js';
import { languageSchema } from '../language.js';
import { runItemExample, runItemSchema, toRunItemBody } from '../runs/run-items.js';
import { timeSchema, toTime } from '../time.js';
import { chainStepSchema, toChainStepBody } from './chain-step.js';
import { reasonSchema } from './play-list.js';

// Any text: an id that was never given out is not found, whatever it looks like.
export const playParams = z.strictObject({ id: z.string().min(1).max(100) });

const playSchema = runItemSchema
  .extend({
    source: z.string(),
    watched_at_given: z.string().describe('As the source wrote it.'),
    action: z.string().describe('`watch`, `scrobble` or `checkin`.'),
    observed_at: timeSchema.describe('When it came into the ledger.'),
    trakt_item_id: z.string().describe('Of the episode or film.'),
    episode_title: z.string().nullable(),
    first_aired: z
      .string()
      .nullable()
      .describe('The instant an episode was first aired, the day a film was released.'),
    ids: z
      .object({
        trakt: z.int().nullable(),
        tmdb: z.int().nullable(),
        tvdb: z.int().nullable(),
        imdb: z.string().nullable(),
      })
      .describe('Of the series or film.'),
  })
  .meta({ id: 'ExplainedPlay' });

export const explanationSchema = z
  .object({
    lang: languageSchema,
    play: playSchema,
    chain: z.array(chainStepSchema).describe('Everything that led to where it stands, in order.'),
    is_whole: z.boolean().describe('False: the oldest steps of a very long chain are left out.'),
    now: z.object({
      state: z.enum(playStates),
      reason: reasonSchema.nullable(),
      words: z.string(),
      until: timeSchema.nullable().describe('Until when it waits, where that is known.'),
      advice: z.string().describe('What you can do.'),
    }),
  })
  .meta({ id: 'Explanation' });
type ExplanationBody = z.infer<typeof explanationSchema>;

export const explanationExample: ExplanationBody = {
  lang: 'en',
  play: {
    ...runItemExample,
    source: 'trakt',
    watched_at_given: '2026-11-21T20:15:00.000Z',
    action: 'scrobble',
    observed_at: '2026-11-22T09:00:02.000Z',
    trakt_item_id: '7654321',
    episode_title: 'The Land Where Souls Rest',
    first_aired: '2026-11-20T14:00:00.000Z',
    ids: { trakt: 194213, tmdb: 209867, tvdb: 424536, imdb: 'tt22248376' },
  },
  chain: [
    {
      step: 'observed',
      at: '2026-11-22T09:00:02.000Z',
      actor: 'source',
      run_id: '0199d3a4-5c1e-7b52-9d0e-3a8f1c2b4d5e',
      data: { read_id: '4d0c7c5e-3b1f-4d0e-8f5a-2b6c9d1e7f30', extent: 'recent' },
      words:
        'Your history has a play of Frieren: Beyond Journey’s End, season 1, episode 4, watched on 2026-11-21 20:15 UTC (trakt 9876543210, scrobble). It came into the ledger at 2026-11-22 09:00 UTC.',
    },
  ],
  is_whole: true,
  now: {
    state: 'parked',
    reason: 'episode-missing',
    words:
      'It is set aside, for Bangumi’s subject does not list this episode. It is looked at again from 2026-11-23 09:00 UTC on.',
    until: '2026-11-23T09:00:03.000Z',
    advice:
      'New episodes are often listed late, so it is looked at again by itself for two weeks. You can add the episode on Bangumi and retry the run.',
  },
};

export function toExplanationBody(
  { play, chain, isWhole, now }: Explanation,
  lang: Language,
): ExplanationBody {
  const { traktItemId, episodeTitle, firstAired, ids } = play.item;
  return {
    lang,
    play: {
      ...toRunItemBody(play),
      source: play.source,
      watched_at_given: play.watchedAtGiven,
      action: play.action,
      observed_at: play.observedAt.toISOString(),
      trakt_item_id: traktItemId,
      episode_title: episodeTitle,
      first_aired: firstAired,
      ids: { ...ids },
    },
    chain: chain.map(({ step, ...said }) => toChainStepBody(step, said)),
    is_whole: isWhole,
    now: {
      state: play.state,
      reason: play.reason,
      words: now.words,
      until: toTime(now.until),
      advice: now.advice,
    },
  };
}
