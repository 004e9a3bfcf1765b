import { once } from 'node:events';
import { createServer } from 'node:net';
import { codeOf } from '../../../platform/lib/code-of.js';
import { fault, ok, skippedFor, type Check, type Finding } from '../check.js';
import type { DoctorContext } from '../doctor-context.js';

interface Wanted {
  readonly variable: string;
  readonly host: string;
  readonly port: number;
}

const loopback = '127.0.0.1';

export const portsCheck: Check = {
  name: 'ports',
  run: async (context) => {
    const names = ['HOST', 'PORT', 'TEMPORAL_PORT', 'TEMPORAL_UI_PORT'];
    const refused = skippedFor(context, ...names);
    if (refused !== undefined) return refused;
    const wanted = wantedPorts(context);
    const twice = wanted.filter(({ port }, index) =>
      wanted.slice(0, index).some((other) => other.port === port),
    );
    if (twice.length > 0) {
      const ports = twice.map(({ variable, port }) => `${variable} ${port}`).join(', ');
      return fault(`given twice: ${ports}`, 'give each its own port');
    }
    const taken = await Promise.all(wanted.map(tryPort));
    return judge(wanted, taken, await context.holder());
  },
};

function wantedPorts({ config }: DoctorContext): Wanted[] {
  const { http, temporal } = config;
  const ours = temporal.external
    ? []
    : [
        { variable: 'TEMPORAL_PORT', host: loopback, port: temporal.port ?? 0 },
        { variable: 'TEMPORAL_UI_PORT', host: loopback, port: temporal.uiPort ?? 0 },
      ];
  const all = [{ variable: 'PORT', host: http.host, port: http.port }, ...ours];
  return all.filter(({ port }) => port !== 0);
}

/** The code with which listening there fails. */
async function tryPort({ host, port }: Wanted): Promise<string | undefined> {
  const server = createServer();
  try {
    server.listen({ host, port, exclusive: true });
    await once(server, 'listening');
    return undefined;
  } catch (thrown) {
    return codeOf(thrown) ?? 'unknown';
  } finally {
    server.close();
  }
}

function judge(
  wanted: readonly Wanted[],
  codes: readonly (string | undefined)[],
  holder: number | undefined,
): Finding {
  const isUsedByUs = (code: string | undefined) => code === 'EADDRINUSE' && holder !== undefined;
  const lines = wanted.map((one, index) => {
    const state = isUsedByUs(codes[index])
      ? `in use, while watchflow runs as process ${holder ?? 0}`
      : (codes[index] ?? 'free');
    return `${one.variable} ${one.host}:${one.port} ${state}`;
  });
  const bad = codes.filter((code) => code !== undefined && !isUsedByUs(code));
  if (bad.length === 0)
    return ok(lines.length === 0 ? 'any free ones are taken' : lines.join(', '));
  return fault(lines.join(', '), bad.map((code) => portAdvice(code ?? '')).join('; '));
}

const advices: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program listens there: end it, or choose another port',
  EACCES: 'ports below 1024 are for root: choose a higher one',
  EADDRNOTAVAIL: 'HOST is no address of this machine',
  ENOTFOUND: 'HOST cannot be resolved',
};

const portAdvice = (code: string) => advices[code] ?? 'choose another host or port';
