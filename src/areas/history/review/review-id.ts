/** One question of the review: a season of a show, or a film. */
export type ReviewId =
  | { readonly kind: 'season'; readonly showId: number; readonly season: number }
  | { readonly kind: 'movie'; readonly movieId: number };

const seasonForm = /^show-(\d{1,15})-season-(\d{1,6})$/;
const movieForm = /^movie-(\d{1,15})$/;

/** Undefined for what is no id of a question. */
export function parseReviewId(text: string): ReviewId | undefined {
  const season = seasonForm.exec(text);
  if (season !== null)
    return { kind: 'season', showId: Number(season[1]), season: Number(season[2]) };
  const movie = movieForm.exec(text);
  return movie === null ? undefined : { kind: 'movie', movieId: Number(movie[1]) };
}
