import { Converter } from 'opencc-js/t2cn';
import { isJapanese, toKatakana, toRomaji } from 'wanakana';

/* eslint-disable @typescript-eslint/no-unsafe-assignment --
   opencc-js names its own type files without extension, which Node's way of resolving does not find. */
const toSimplified: (text: string) => string = Converter({ from: 't', to: 'cn' });
/* eslint-enable */

const nothingToRead = /[^\p{L}\p{N}]+/gu;
const kanji = /\p{Script=Han}/u;
const kana = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;

/**
 * What two spellings of one title have in common: width and case, traditional and simplified Chinese, hiragana and
 * katakana are one, punctuation and blanks are nothing. Empty for a title of punctuation alone.
 */
export function foldTitle(text: string): string {
  const plain = text.normalize('NFKC').toLowerCase().replaceAll('×', 'x');
  return toKatakana(toSimplified(plain), { passRomaji: true }).replace(nothingToRead, '');
}

/** The title in Latin letters, where it is written in kana alone: how `DAN DA DAN` and `ダンダダン` are the same. */
export function foldRomaji(text: string): string | null {
  const plain = text.normalize('NFKC').replace(nothingToRead, '');
  if (!kana.test(plain) || kanji.test(plain) || !isJapanese(plain)) return null;
  return toRomaji(plain).toLowerCase().replace(nothingToRead, '');
}
