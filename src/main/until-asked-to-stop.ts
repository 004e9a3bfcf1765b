export interface StopWish {
  readonly signal: AbortSignal;
  /** Resolves when asked. */
  readonly asked: Promise<void>;
}

/** Ctrl-C or SIGTERM: the first one asks for an orderly end, the second one ends at once. */
export function untilAskedToStop(): StopWish {
  const controller = new AbortController();
  const asked = new Promise<void>((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(name, () => {
        if (controller.signal.aborted) process.exit(130);
        controller.abort(new Error(`Asked to stop by ${name}.`));
        resolve();
      });
    }
  });
  return { signal: controller.signal, asked };
}
