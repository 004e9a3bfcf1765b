const longestBytes = 200;
const longestExtension = 20;

/** Names devices have on Windows, with any extension. */
const reserved = /^(?:con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³])(?=$|\.)/i;
/** Controls, marks that turn the direction of reading, and what nobody sees. */
const invisible =
  /[\p{Cc}\p{Cn}\p{Co}\u{200b}\u{200e}\u{200f}\u{202a}-\u{202e}\u{2060}-\u{206f}\u{feff}]/gu;

/**
 * The name of a file as any system can keep it: the last part of a path, composed (NFC), without what a shell, a file system or an eye
 * may take for something else, 200 bytes at most with its extension kept. Never empty.
 */
export function safeName(given: string): string {
  const last =
    given
      .replaceAll(/\p{Cs}/gu, '_')
      .normalize('NFC')
      .split(/[/\\]/)
      .at(-1) ?? '';
  const plain = last
    .replaceAll(invisible, '')
    .replaceAll(/[<>:"|?*\u{fffd}]/gu, '_')
    .replaceAll(/\s/gu, ' ')
    .replace(/^[. ]+/, (dots) => (dots.includes('.') ? '_' : ''))
    .replace(/[. ]+$/, '')
    .replace(reserved, '_$&');
  const short = shorten(plain);
  return short === '' || short === '_' ? 'file' : short;
}

function shorten(name: string): string {
  if (Buffer.byteLength(name) <= longestBytes) return name;
  const dot = name.lastIndexOf('.');
  const extension = dot > 0 && name.length - dot <= longestExtension ? name.slice(dot) : '';
  const room = longestBytes - Buffer.byteLength(extension);
  return cut(name.slice(0, name.length - extension.length), room) + extension;
}

/** As many whole characters as fit, as people count them. */
function cut(text: string, bytes: number): string {
  let [kept, left] = ['', bytes];
  for (const { segment } of new Intl.Segmenter('und').segment(text)) {
    left -= Buffer.byteLength(segment);
    if (left < 0) break;
    kept += segment;
  }
  return kept.replace(/[. ]+$/, '');
}
