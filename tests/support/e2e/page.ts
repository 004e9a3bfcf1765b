import { decodeEntities } from '../decode-entities.js';
/** What a browser shows, as far as tests look at it. */
export interface Page {
  readonly status: number;
  /** Where redirects led to. */
  readonly url: string;
  readonly html: string;
  readonly language: string;
  readonly heading: string;
  /** Of our return page: how it ended. */
  readonly outcome: string | undefined;
  /** Text → address. */
  readonly links: ReadonlyMap<string, string>;
}

/** A form as it would be sent: hidden fields and first choices are filled in. */
export interface PageForm {
  readonly method: 'GET' | 'POST';
  readonly action: string;
  readonly fields: ReadonlyMap<string, string>;
}

interface Answer {
  readonly status: number;
  readonly url: string;
  readonly html: string;
}

/** Reads the small pages of ours and of the simulators; no more of HTML is understood than they use. */
export function readPage({ status, url, html }: Answer): Page {
  const links = [...html.matchAll(/<a href="([^"]*)">([^<]*)<\/a>/g)].map(
    ([, address = '', text = '']) =>
      [decodeEntities(text), new URL(decodeEntities(address), url).href] as const,
  );
  return {
    status,
    url,
    html,
    language: first(/<html lang="([^"]*)"/, html) ?? '',
    heading: first(/<h1>([^<]*)<\/h1>/, html) ?? '',
    outcome: first(/data-outcome="([^"]*)"/, html),
    links: new Map(links),
  };
}

/** The one form of a page. Throws when it has none. */
export function formOf({ html, url, heading }: Page): PageForm {
  const [, attributes, content = ''] = /<form\b([^>]*)>([^]*)<\/form>/.exec(html) ?? [];
  if (attributes === undefined) throw new Error(`the page "${heading}" has no form`);
  const inputs = [...content.matchAll(/<input\b([^>]*)>/g)].map(([, input = '']) => [
    attribute('name', input),
    attribute('value', input),
  ]);
  const selects = [...content.matchAll(/<select\b([^>]*)>([^]*?)<\/select>/g)].map(
    ([, select = '', options = '']) => [
      attribute('name', select),
      first(/<option>([^<]*)/, options) ?? '',
    ],
  );
  return {
    method: attribute('method', attributes) === 'post' ? 'POST' : 'GET',
    action: new URL(attribute('action', attributes), url).href,
    fields: new Map([...inputs, ...selects].map(([name = '', value = '']) => [name, value])),
  };
}

const first = (pattern: RegExp, text: string): string | undefined => {
  const found = pattern.exec(text)?.[1];
  return found === undefined ? undefined : decodeEntities(found);
};

const attribute = (name: string, text: string): string =>
  first(new RegExp(`\\b${name}="([^"]*)"`), text) ?? '';
