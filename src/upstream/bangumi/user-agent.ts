/**
 * `<developer>/<app>/<version> (<contact>)`, as Bangumi asks; library defaults such as `axios/…` are refused with 403
 * (Bangumi API notes, base facts).
 */
export const bangumiUserAgent = (
  version: string,
  contact = 'https://github.com/watchflow/watchflow',
): string => `watchflow/watchflow/${version} (${contact})`;
