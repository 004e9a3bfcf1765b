export const hidden = '[redacted]';

/** What looks like a secret wherever it stands; the first group, if any, stays. */
const patterns: readonly RegExp[] = [
  // Our own API keys.
  /\bwf_[\w-]{8,}/g,
  /\b((?:bearer|basic)\s+)[\w.~+/=-]{4,}/gi,
  // JSON web tokens.
  /\beyJ[\w-]{6,}\.[\w-]{4,}\.[\w-]*/g,
  // User and password of an address.
  /([a-z][a-z\d+.-]*:\/\/)[^\s/?#"'<>]*@/gi,
  // `access_token=…`, `"client_secret": "…"`, `password: '…'` in addresses, bodies and objects that became text.
  /((?:token|secret|password|passwd|api[_-]?key|code_verifier|device_code)(?:\s*=\s*\\?["']?|\\?["']\s*:\s*\\?["']?|\s*:\s*["']))[^\s"'&,;<>\\}]+/gi,
  // Headers that became text: `trakt-api-key: …` one word, cookies and authorization the rest of the line.
  /(\b[a-z]+(?:-[a-z]+)*-(?:token|secret|key)\s*:\s*)[^\s"',;]+/gi,
  /((?:\bauthorization|cookie)\\?["']?\s*[:=]\s*\\?["']?)[^"'\r\n\\]+/gi,
  /([?&]code=)[^\s"'&#<>]+/gi,
];

/** A text without what looks like a secret in it and without the secrets known by value. */
export function redactText(text: string, secrets: readonly string[] = []): string {
  const known = secrets.reduce((left, secret) => left.replaceAll(secret, hidden), text);
  return patterns.reduce(
    (left, pattern) =>
      left.replace(pattern, (_match, kept: unknown) =>
        typeof kept === 'string' ? kept + hidden : hidden,
      ),
    known,
  );
}
