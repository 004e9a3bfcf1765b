import { escapeHtml } from '../../../platform/lib/escape-html.js';
import type { Rendered } from '../rendering/render.js';
import type { Locale } from '../rendering/templates.js';
import { mailWords, type MailWords } from './mail-words.js';

/** Everything a mail says. */
export interface MailLetter {
  readonly locale: Locale;
  /** At least one. Links are relative to `publicUrl`. */
  readonly items: readonly [Rendered, ...Rendered[]];
  readonly publicUrl: string;
  /** Where its reader agrees to get mail: instead of the links. */
  readonly confirmUrl?: string | undefined;
  /** Where they end it. */
  readonly stopUrl?: string | undefined;
}

export interface MailContent {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** The mail as plain text and as simple HTML that loads nothing. */
export function toMailContent(letter: MailLetter): MailContent {
  const words = mailWords[letter.locale];
  const [first] = letter.items;
  const subject = letter.items.length === 1 ? first.title : words.digestTitle(letter.items.length);
  return {
    // One line, whatever a name of a person's own holds.
    subject: subject.replaceAll(/\p{Cc}+/gu, ' ').slice(0, longestSubject),
    text: toText(letter, words),
    html: toHtml(letter, words),
  };
}

const longestSubject = 200;

interface Way {
  readonly url: string;
  readonly word: string;
}

const wayOf = ({ publicUrl, confirmUrl }: MailLetter, { link }: Rendered, words: MailWords): Way =>
  confirmUrl === undefined
    ? { url: publicUrl.replace(/\/$/, '') + link, word: words.open }
    : { url: confirmUrl, word: words.confirm };

function toText(letter: MailLetter, words: MailWords): string {
  const items = letter.items.map((item) => {
    const { url, word } = wayOf(letter, item, words);
    return [item.title, item.body, item.advice, `${word}: ${url}`].join('\n\n');
  });
  const footer = [
    words.why.replace('{address}', () => letter.publicUrl),
    ...(letter.stopUrl === undefined ? [] : [`${words.stop}: ${letter.stopUrl}`]),
  ];
  return `${items.join('\n\n- - -\n\n')}\n\n-- \n${footer.join('\n')}\n`;
}

function toHtml(letter: MailLetter, words: MailWords): string {
  const items = letter.items.map((item) => {
    const { url, word } = wayOf(letter, item, words);
    return `<h2>${escapeHtml(item.title)}</h2>
<p>${escapeHtml(item.body)}</p>
<p>${escapeHtml(item.advice)}</p>
<p>${anchor(url, word)}</p>`;
  });
  const why = escapeHtml(words.why).replace('{address}', () => escapeHtml(letter.publicUrl));
  const stop = letter.stopUrl === undefined ? '' : ` ${anchor(letter.stopUrl, words.stop)}`;
  return `<!doctype html>
<html lang="${letter.locale}">
<head><meta charset="utf-8"></head>
<body style="font: 1em/1.5 sans-serif">
${items.join('\n<hr>\n')}
<hr>
<p><small>${why}${stop}</small></p>
</body>
</html>
`;
}

const anchor = (url: string, word: string): string =>
  `<a href="${escapeHtml(url)}">${escapeHtml(word)}</a>`;
