const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** The text, or as much of its beginning as fits with an ellipsis behind it; never half a character. Lengths are in UTF-16 units. */
export function fitText(text: string, longest: number): string {
  if (text.length <= longest) return text;
  let kept = '';
  for (const { segment } of segmenter.segment(text)) {
    if (kept.length + segment.length + 1 > longest) break;
    kept += segment;
  }
  return longest < 1 ? '' : `${kept.trimEnd()}…`;
}
