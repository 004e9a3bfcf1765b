import { createContext, runInContext } from 'node:vm';
import type { Browser } from './browser.js';
import { formOf, type Page } from './page.js';

export interface SetUp {
  readonly name: string;
  readonly password: string;
  readonly again?: string;
}

export interface SetUpResult {
  readonly page: Page;
  /** What the page tells, in its language. */
  readonly said: string;
  readonly isFormHidden: boolean;
}

/** Opens a set-up link, types into its form, and lets the page's own script do the rest. */
export async function setUpBy(
  browser: Browser,
  link: string,
  { name, password, again = password }: SetUp,
): Promise<SetUpResult> {
  const address = new URL(link);
  // What stands behind # stays in the browser.
  const page = await browser.goTo(address.href.replace(address.hash, ''));
  const script = /<script src="([^"]*)">/.exec(page.html)?.[1] ?? '';
  const source = await (await browser.fetchFrom(new URL(script, page.url).href)).text();
  const form = new FormStub(page, { name, password, again });
  const said = { textContent: '' };
  const shown = { hash: address.hash, pathname: address.pathname };
  const elements: Readonly<Record<string, unknown>> = { form, said };
  const context = createContext({
    document: {
      documentElement: { lang: page.language },
      getElementById: (id: string) => elements[id],
    },
    location: shown,
    history: {
      replaceState: () => {
        shown.hash = '';
      },
    },
    FormData: FormDataStub,
    fetch: (path: string, init: RequestInit) =>
      browser.fetchFrom(new URL(path, page.url).href, init),
  });
  runInContext(source, context);
  if (shown.hash !== '') throw new Error('the secret stays in the address bar');
  await form.send();
  return { page, said: said.textContent, isFormHidden: form.hidden };
}

type Listener = (event: { readonly preventDefault: () => void }) => Promise<unknown>;

/** As much of a form as the script uses. */
class FormStub {
  hidden = false;
  readonly dataset: Readonly<Record<string, string>>;
  readonly typed: readonly (readonly [string, string])[];
  #listener: Listener | undefined;

  constructor(page: Page, typed: Readonly<Record<string, string>>) {
    const fields = formOf(page).fields;
    const missing = Object.keys(typed).filter((name) => !fields.has(name));
    if (missing.length > 0) throw new Error(`the form has no ${missing.join(', ')}`);
    this.typed = Object.entries(typed);
    this.dataset = Object.fromEntries(
      [...page.html.matchAll(/\bdata-([\w-]+)="([^"]*)"/g)].map(([, name = '', text = '']) => [
        name.replaceAll(/-(\w)/g, (_dash, letter: string) => letter.toUpperCase()),
        text,
      ]),
    );
  }

  addEventListener(event: string, listener: Listener): void {
    if (event === 'submit') this.#listener = listener;
  }

  async send(): Promise<void> {
    await this.#listener?.({ preventDefault: () => undefined });
  }
}

class FormDataStub extends Map<string, string> {
  constructor({ typed }: FormStub) {
    super(typed);
  }
}
