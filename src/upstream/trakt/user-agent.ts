/** `<App>/<version> (+contact)`, as Trakt asks; without one its edge answers 403 (Trakt API notes, request headers). */
export const traktUserAgent = (
  version: string,
  contact = 'https://github.com/watchflow/watchflow',
): string => `watchflow/${version} (+${contact})`;
