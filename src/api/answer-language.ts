import type { Language } from '../areas/history/index.js';
import { wishedLanguage } from './pages/page-language.js';
import type { Actor, ApiPorts } from './ports.js';

interface Asking {
  readonly actor: Pick<Actor, 'userId'>;
  readonly query: { readonly lang?: Language | undefined };
  readonly headers: { readonly 'accept-language'?: string | undefined };
}

/** What an answer's words are in, as `languageQuery` promises. */
export async function answerLanguage(
  { actor: { userId }, query: { lang }, headers }: Asking,
  { accounts }: Pick<ApiPorts, 'accounts'>,
): Promise<Language> {
  const wished = lang ?? wishedLanguage(headers['accept-language'] ?? '');
  return wished ?? (await accounts.knownPeople.find(userId))?.locale ?? 'en';
}

/** Of an answer whose words are in a language of the caller's. */
export const languageHeadersOf = (language: Language) => ({
  'content-language': language,
  vary: 'accept-language',
});
