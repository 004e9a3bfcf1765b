/** The cookie a browser is signed in by. */
export interface SessionCookie {
  readonly name: string;
  /** The value of `Set-Cookie` that hands out a token; kept by the browser until the session expires at the latest. */
  issue(token: string, expiresAt: Date): string;
  /** The value of `Set-Cookie` that takes it back. */
  clear(): string;
  /** The token in a `Cookie` header, if there is one. */
  read(header: string): string | undefined;
}

const bare = 'watchflow_session';

/**
 * Under https the name begins with `__Host-` – the browser then takes it from nobody but this very host – or, under a path
 * prefix, which `__Host-` forbids, with `__Secure-`.
 */
export function createSessionCookie({ protocol, pathname }: URL): SessionCookie {
  const isSecure = protocol === 'https:';
  const path = pathname.endsWith('/') ? pathname : `${pathname}/`;
  const name = isSecure ? `${path === '/' ? '__Host-' : '__Secure-'}${bare}` : bare;
  const attributes = `Path=${path}; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`;
  return {
    name,
    issue: (token, expiresAt) =>
      `${name}=${token}; ${attributes}; Expires=${expiresAt.toUTCString()}`,
    clear: () => `${name}=; ${attributes}; Expires=${new Date(0).toUTCString()}`,
    read: (header) => valueOf(header, name),
  };
}

function valueOf(header: string, name: string): string | undefined {
  for (const pair of header.split(';')) {
    const [found, value = ''] = pair.trim().split('=', 2);
    if (found === name && value !== '') return value.slice(0, 256);
  }
  return undefined;
}
