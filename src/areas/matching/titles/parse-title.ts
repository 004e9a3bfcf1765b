import { foldRomaji, foldTitle } from './fold-title.js';

/** A title and what its words say of the season. */
export interface ParsedTitle {
  readonly text: string;
  /** Folded, as it stands. */
  readonly whole: string;
  /** Folded, without the words that count seasons and cours; in several scripts where it can be written so. */
  readonly bases: readonly string[];
  /** The season its words name; null when they name none. */
  readonly season: number | null;
  /** The cour or part its words name. */
  readonly part: number | null;
}

const chinese = '一二三四五六七八九十';
const number = `(\\d{1,2}|[${chinese}]{1,3})`;
const ordinals = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh'];
const romans = ['i', 'ii', 'iii', 'iv', 'v', 'vi', 'vii'];

/** Each finds a word that counts; the first group is the count. Text is NFKC and lower case. */
const seasonWords: readonly RegExp[] = [
  new RegExp(`第\\s*${number}\\s*(?:季|期|シリーズ|シーズン|シリ-ズ|部(?!分))`, 'u'),
  /(?<!\d)(\d{1,2})\s*期/u,
  /(\d{1,2})\s*(?:st|nd|rd|th)\s*(?:season|stage|series)/u,
  new RegExp(`(${ordinals.join('|')})\\s+(?:season|series)`, 'u'),
  /(?:season|シーズン|volume|vol\.|series)\s*(\d{1,2})(?!\d)/u,
  /(?<=[\s\p{L}\p{P}])\bs(\d{1,2})$/u,
  /(?<=[\s\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー!?])(ii|iii|iv|vi|vii|v)(?=$|[\s~〜(])/u,
  /(?<=[\s\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー!?♪])([2-9])(?=$|\s*[~〜(])/u,
];

const partWords: readonly RegExp[] = [
  new RegExp(`第\\s*${number}\\s*(?:クール|部分|篇章|パート)`, 'u'),
  /(?:part|パート|cour|クール)\s*\.?\s*(\d{1,2}|ii|i)(?!\p{L})/u,
  /(\d{1,2})\s*(?:st|nd|rd|th)\s*(?:cour|part|half)/u,
  /([前後后上下])半(?:クール|部分|季)?/u,
  /\s([上下])$/u,
];

const parts: Readonly<Record<string, number>> = { 前: 1, 後: 2, 后: 2, 上: 1, 下: 2 };

/** Trakt tells remakes apart by a year behind the title, and Bangumi does at times. */
const yearBehind = /\s*[(（](?:19|20)\d{2}[)）]\s*$/u;

/** The same few names are compared again and again: for every episode of a season, and every season of a show. */
const parsed = new Map<string, ParsedTitle>();
const remembered = 20_000;

export function parseTitle(text: string): ParsedTitle {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  if (parsed.size >= remembered) parsed.clear();
  const title = readTitle(text);
  parsed.set(text, title);
  return title;
}

function readTitle(text: string): ParsedTitle {
  const plain = text.normalize('NFKC').toLowerCase().trim().replace(yearBehind, '');
  const season = take(plain, seasonWords);
  const part = take(season.rest, partWords);
  const romaji = foldRomaji(part.rest);
  return {
    text,
    whole: foldTitle(text),
    bases: [foldTitle(part.rest), ...(romaji === null ? [] : [romaji])].filter(
      (base) => base !== '',
    ),
    season: season.count,
    part: part.count,
  };
}

function take(text: string, words: readonly RegExp[]): { count: number | null; rest: string } {
  for (const word of words) {
    const found = word.exec(text);
    const count = found?.[1] === undefined ? null : toCount(found[1]);
    if (found !== null && count !== null) {
      const rest = `${text.slice(0, found.index)} ${text.slice(found.index + found[0].length)}`;
      // A title that is nothing but its number (`86`) is no season of something.
      if (foldTitle(rest) !== '') return { count, rest };
    }
  }
  return { count: null, rest: text };
}

function toCount(word: string): number | null {
  if (/^\d+$/.test(word)) return Number(word);
  const named = ordinals.includes(word) ? ordinals : romans;
  if (named.includes(word)) return named.indexOf(word) + 1;
  return parts[word] ?? fromChinese(word);
}

/** 一 … 九十九. */
function fromChinese(word: string): number | null {
  const digit = (character: string) => chinese.indexOf(character) + 1;
  const [tens = '', ones = ''] = word.includes('十') ? word.split('十') : ['', word];
  if (tens.length > 1 || ones.length > 1) return null;
  const tenfold = word.includes('十') ? (tens === '' ? 10 : digit(tens) * 10) : 0;
  return tenfold + (ones === '' ? 0 : digit(ones));
}
