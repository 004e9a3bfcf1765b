import { judgeService, type HealthProbes, type Measured } from '../../areas/maintenance/index.js';
import type { Config } from '../../platform/config/config.js';
import type { BangumiClient } from '../../upstream/bangumi/index.js';
import { UpstreamError, type Access, type CallOptions } from '../../upstream/http/index.js';
import type { TraktClient } from '../../upstream/trakt/index.js';

/** Nobody's: no token, and a count of its own, so that it takes nothing from people. */
const nobody: Access = { accessToken: '', limitKey: 'health-check' };
const patienceMs = 10_000;

/** One public read each; an answer that says no is an answer. Trakt wants the operator's app. */
export const createServiceProbes = ({
  config,
  trakt,
  bangumi,
}: {
  readonly config: Config;
  readonly trakt: Pick<TraktClient, 'readMovie'>;
  readonly bangumi: Pick<BangumiClient, 'readSubject'>;
}): Pick<HealthProbes, 'trakt' | 'bangumi'> => ({
  ...(config.trakt.clientId === undefined
    ? {}
    : { trakt: () => reached((options) => trakt.readMovie(nobody, 1, options)) }),
  bangumi: () => reached((options) => bangumi.readSubject(nobody, 1, options)),
});

async function reached(ask: (options: CallOptions) => Promise<unknown>): Promise<Measured> {
  const began = performance.now();
  const failure = await ask({ signal: AbortSignal.timeout(patienceMs) }).then(
    () => undefined,
    failureOf,
  );
  return judgeService(failure, performance.now() - began);
}

/** What says that nobody was reached, or only the door; the rest are answers. */
const troubles = [
  'unavailable',
  'timeout',
  'rate-limited',
  'app-blocked',
  'edge-blocked',
  'malformed',
] as const;

function failureOf(error: unknown): string | undefined {
  if (!(error instanceof UpstreamError)) return 'timeout';
  return troubles.find((kind) => kind === error.kind);
}
