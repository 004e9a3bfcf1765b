/** Runs work of a backend; what it fails with becomes a fault of storage. */
export const translatingBy =
  (toFault: (error: unknown) => unknown) =>
  async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw toFault(error);
    }
  };
