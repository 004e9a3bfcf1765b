import type { Clock } from '../../platform/lib/clock.js';
import type { Logger } from '../../platform/lib/logger.js';
import { createUpstreamError } from './create-upstream-error.js';
import type { Answer, CallIdentity, RawAnswer, UpstreamCall } from './exchange.js';
import type { JudgeAnswer } from './kind-of-status.js';
import type { Turns } from './limits/turns.js';
import { readRetryAfter } from './retry-after.js';
import type { Delivery } from './transport.js';
import type { UpstreamError } from './upstream-error.js';

export interface SettleDeps {
  readonly judge: JudgeAnswer;
  /** Header values that must not show in an error although the service may echo them. */
  readonly secrets: readonly string[];
  readonly turns: Turns;
  readonly clock: Clock;
  readonly log: Logger;
}

export type SettleDelivery = (
  identity: CallIdentity,
  delivery: Delivery,
  call: UpstreamCall,
) => Promise<Answer>;

/** Turns what came, or did not come, into an answer below 400 (or one the caller takes) or an `UpstreamError`; a 429 is remembered. */
export function createSettleDelivery({
  judge,
  secrets,
  turns,
  clock,
  log,
}: SettleDeps): SettleDelivery {
  const toError = async (
    identity: CallIdentity,
    answer: RawAnswer,
    { access, request }: UpstreamCall,
  ): Promise<UpstreamError> => {
    const verdict = judge(answer);
    const retryAfter = readRetryAfter(answer.headers, clock.now()) ?? verdict.retryAfter;
    if (verdict.kind === 'rate-limited' && retryAfter !== undefined) {
      await turns.hold(access.limitKey, retryAfter);
      log.warn({ ...identity, retryAfter }, 'upstream asked us to wait');
    }
    const all = [access.accessToken, ...secrets, ...(request.secrets ?? [])];
    const description = redact(verdict.description, all);
    return createUpstreamError(identity, {
      ...verdict,
      status: answer.status,
      retryAfter,
      description,
    });
  };

  return async (identity, delivery, call) => {
    if ('fault' in delivery) {
      const { kind, description, mayHaveArrived } = delivery.fault;
      throw createUpstreamError(identity, { kind, description, unclear: mayHaveArrived });
    }
    const { answer } = delivery;
    const { takesRedirect, takes } = call.request;
    if (answer.status >= 400 && takes?.(answer) === true) return { ...answer, call: identity };
    if (answer.status >= 400) throw await toError(identity, answer, call);
    if (answer.status >= 300 && takesRedirect !== true) {
      const description = 'an unexpected redirect';
      throw createUpstreamError(identity, {
        kind: 'malformed',
        status: answer.status,
        description,
      });
    }
    return { ...answer, call: identity };
  };
}

function redact(text: string | undefined, secrets: readonly string[]): string | undefined {
  return secrets
    .filter((secret) => secret !== '')
    .flatMap((secret) => [secret, encodeURIComponent(secret)])
    .reduce<string | undefined>((rest, secret) => rest?.replaceAll(secret, '[redacted]'), text);
}
