import { createTransport, type Delivery, type Transport } from '../../upstream/http/transport.js';
import { explainConnection, type Explanation } from './explain-connection.js';

/** One plain GET, and when it was answered. */
export type Probed =
  | {
      readonly kind: 'answer';
      readonly status: number;
      /** Names in lower case. */
      readonly headers: Readonly<Record<string, string>>;
      readonly text: string;
      /** Milliseconds: between question and answer. */
      readonly at: number;
    }
  | ({ readonly kind: 'nothing' } & Explanation);

export interface ProbeRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** Redirects followed; none unless told. */
  readonly redirects?: number | undefined;
}

export interface ProbeDeps {
  readonly timeoutMs: number;
  readonly now: () => number;
}

export interface Prober {
  ask(request: ProbeRequest): Promise<Probed>;
  close(): void;
}

const maxBytes = 64 * 1024 * 1024;

/** Asks over the same way as the upstream clients do, proxies included. Throws only the signal's reason. */
export function createProber({ timeoutMs, now }: ProbeDeps): Prober {
  const transport = createTransport({ timeoutMs, maxSockets: 4, maxBytes });
  return {
    async ask(request) {
      const asked = now();
      const { url, delivery } = await deliver(transport, request);
      if ('answer' in delivery)
        return { kind: 'answer', ...delivery.answer, at: (asked + now()) / 2 };
      return { kind: 'nothing', ...explainConnection(new URL(url), delivery.fault) };
    },
    close: () => {
      transport.destroy();
    },
  };
}

async function deliver(
  transport: Transport,
  { redirects = 0, ...request }: ProbeRequest,
): Promise<{ readonly url: string; readonly delivery: Delivery }> {
  const { url, headers, signal } = request;
  const delivery = await transport.deliver({ method: 'GET', url, headers, signal });
  const target = 'answer' in delivery ? redirectOf(delivery.answer, url) : undefined;
  if (target === undefined || redirects === 0) return { url, delivery };
  return deliver(transport, { ...request, url: target, redirects: redirects - 1 });
}

function redirectOf(
  {
    status,
    headers,
  }: { readonly status: number; readonly headers: Readonly<Record<string, string>> },
  from: string,
): string | undefined {
  const location = headers['location'];
  if (status < 300 || status >= 400 || location === undefined) return undefined;
  return URL.canParse(location, from) ? new URL(location, from).href : undefined;
}
