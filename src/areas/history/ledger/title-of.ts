import { sql } from '../../../platform/database/index.js';

/** Of a row of `trakt_items` named `i`: the title of its series or film. */
export const titleOf = sql`coalesce(i.facts -> 'show' ->> 'title', i.facts -> 'movie' ->> 'title')`;
