import { Context, heartbeat } from '@temporalio/activity';

/** An activity that tells when it began and goes on until released or cancelled. */
export function held() {
  let begin: () => void = () => undefined;
  let release: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => (begin = resolve));
  const released = new Promise<void>((resolve) => (release = resolve));
  const act = async (): Promise<void> => {
    const beat = setInterval(() => {
      heartbeat();
    }, 100);
    begin();
    await Promise.race([released, Context.current().cancelled]).finally(() => {
      clearInterval(beat);
    });
  };
  return {
    act,
    begun,
    release: () => {
      release();
    },
  };
}
