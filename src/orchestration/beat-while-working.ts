import type { Context } from '@temporalio/activity';
import type { ActivityInterceptors } from '@temporalio/worker';

/** Milliseconds. A dead worker is noticed one heartbeat time-out later, and a cancellation arrives with the answer to a beat. */
const every = 1000;

/** Makes every activity beat for as long as it works, so that a kill anywhere costs seconds and not its whole time-out. */
export const beatWhileWorking = (context: Context): ActivityInterceptors => ({
  inbound: {
    async execute(input, next) {
      const beat = setInterval(() => {
        context.heartbeat();
      }, every);
      try {
        return await next(input);
      } finally {
        clearInterval(beat);
      }
    },
  },
});
