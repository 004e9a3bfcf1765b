/** Bangumi took the write and shows something else; asked again later. */
export class ReadBackDisagreesError extends Error {
  override readonly name = 'ReadBackDisagreesError';
}
