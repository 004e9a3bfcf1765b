interface Cookie {
  readonly host: string;
  readonly path: string;
  readonly name: string;
  readonly value: string;
}

/** Keeps cookies as browsers do: by host, whatever the port, and path. */
export function createCookieJar() {
  const kept = new Map<string, Cookie>();
  return {
    keep(url: URL, sets: readonly string[]): void {
      for (const set of sets) {
        const [pair = '', ...attributes] = set.split(';').map((part) => part.trim());
        const [name = '', value = ''] = pair.split('=', 2);
        const cookie = {
          host: url.hostname,
          path: valueOf('path', attributes) ?? '/',
          name,
          value,
        };
        const place = `${cookie.host} ${cookie.path} ${name}`;
        const expires = Date.parse(valueOf('expires', attributes) ?? '');
        if (expires <= Date.now()) kept.delete(place);
        else kept.set(place, cookie);
      }
    },
    /** The header for this address; undefined when there is nothing to send. */
    headerFor(url: URL): string | undefined {
      const sent = [...kept.values()].filter(
        ({ host, path }) => host === url.hostname && url.pathname.startsWith(path),
      );
      return sent.length === 0
        ? undefined
        : sent.map(({ name, value }) => `${name}=${value}`).join('; ');
    },
  };
}

const valueOf = (name: string, attributes: readonly string[]): string | undefined =>
  attributes
    .map((attribute) => attribute.split('=', 2))
    .find(([found = '']) => found.toLowerCase() === name)?.[1];
