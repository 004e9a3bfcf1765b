const mark = 'whole-number:';

/** A 64-bit integer on its way into JSON, where it must stand as a bare number even above 2^53. */
export const wholeNumber = (digits: string): number | string =>
  Number.isSafeInteger(Number(digits)) ? Number(digits) : mark + digits;

export const serializeWithWholeNumbers = (json: unknown): string =>
  JSON.stringify(json).replaceAll(new RegExp(`"${mark}(\\d+)"`, 'g'), '$1');
