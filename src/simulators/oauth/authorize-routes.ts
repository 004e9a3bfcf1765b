import type { Answer, Route, SimRequest } from '../server/exchange.js';
import type { Apps } from './apps.js';
import type { Codes } from './codes.js';
import { consentPage, pageAnswer } from './pages.js';
import { personNamed, type People } from './people.js';
import { readFields, type Fields } from './read-fields.js';

export interface AuthorizeDeps<Person> {
  readonly apps: Apps;
  readonly people: People<Person>;
  readonly codes: Codes<Person>;
  /** Where the request names no redirect address: take the registered one, or refuse. */
  readonly takesRegisteredRedirect: boolean;
}

const path = '/oauth/authorize';
const passedOn = [
  'response_type',
  'client_id',
  'redirect_uri',
  'state',
  'code_challenge',
  'code_challenge_method',
];

/** The page in the person's browser, and what it sends (Trakt API notes §3.1, Bangumi API notes §2.2). */
export function createAuthorizeRoutes<Person>(deps: AuthorizeDeps<Person>): Route[] {
  return [
    { method: 'GET', pattern: path, handle: (request) => ask(deps, request) },
    { method: 'POST', pattern: path, handle: (request) => decide(deps, request) },
  ];
}

function ask<Person>(deps: AuthorizeDeps<Person>, request: SimRequest): Answer {
  const asked = Object.fromEntries(
    passedOn
      .filter((name) => request.query.has(name))
      .map((name) => [name, request.query.get(name) ?? '']),
  );
  const { people } = deps;
  return (
    refusalOf(deps, asked) ??
    consentPage({
      title: `${asked['client_id'] ?? ''} wants to use your account`,
      action: request.prefix + path,
      hidden: asked,
      accounts: people.all().map((person) => people.nameOf(person)),
    })
  );
}

function decide<Person>(deps: AuthorizeDeps<Person>, request: SimRequest): Answer {
  const sent = readFields(request);
  const refusal = refusalOf(deps, sent);
  if (refusal !== undefined) return refusal;
  const redirectUri = redirectOf(deps, sent) ?? '';
  if (sent['decision'] === 'deny') return goBack(redirectUri, sent, { error: 'access_denied' });
  const person = personNamed(deps.people, sent['account']);
  if (sent['decision'] !== 'approve' || person === undefined)
    return pageAnswer(400, 'Choose an account and a decision');
  const code = deps.codes.issue({
    person,
    clientId: sent['client_id'] ?? '',
    redirectUri,
    challenge: sent['code_challenge'],
  });
  return goBack(redirectUri, sent, { code });
}

/** Exactly a registered address, or nothing. */
function redirectOf<Person>(
  { apps, takesRegisteredRedirect }: AuthorizeDeps<Person>,
  asked: Fields,
): string | undefined {
  const registered = apps.find(asked['client_id'])?.redirect_uris ?? [];
  const wanted = asked['redirect_uri'] ?? (takesRegisteredRedirect ? registered[0] : undefined);
  return registered.find((address) => address === wanted);
}

/** A wrong app or address must be told here: sending people back would make the service an open redirector. */
function refusalOf<Person>(deps: AuthorizeDeps<Person>, asked: Fields): Answer | undefined {
  if (deps.apps.find(asked['client_id']) === undefined) return pageAnswer(400, 'Unknown app');
  const redirectUri = redirectOf(deps, asked);
  if (redirectUri === undefined)
    return pageAnswer(400, 'The redirect address is not the registered one');
  if (asked['response_type'] !== 'code')
    return goBack(redirectUri, asked, { error: 'unsupported_response_type' });
  const isPlain =
    asked['code_challenge'] !== undefined && asked['code_challenge_method'] !== 'S256';
  return isPlain ? goBack(redirectUri, asked, { error: 'invalid_request' }) : undefined;
}

function goBack(redirectUri: string, { state }: Fields, answer: Fields): Answer {
  const target = new URL(redirectUri);
  for (const [name, value] of Object.entries(answer)) target.searchParams.set(name, value);
  if (state !== undefined) target.searchParams.set('state', state);
  return { status: 302, headers: { location: target.href, 'cache-control': 'no-store' } };
}
