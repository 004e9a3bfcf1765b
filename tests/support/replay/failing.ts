import { ApplicationFailure } from '@temporalio/common';

/** An activity that fails for good, with a failure of that type. */
export const failing =
  (type: string, details: object = {}) =>
  (): Promise<never> =>
    Promise.reject(
      ApplicationFailure.create({
        type,
        message: `scripted ${type}`,
        nonRetryable: true,
        details: [details],
      }),
    );
