import { evidenceSignals, type Evidence } from '../../matching/index.js';
import { fill } from './fill.js';
import type { Texts } from './texts.js';

/** What speaks for a decision, in a language. What has no words there is quoted. */
export const sayEvidence = (evidence: readonly Evidence[], texts: Texts): string =>
  evidence.map((one) => sayOne(one, texts)).join(texts.listed);

function sayOne({ signal, detail }: Evidence, texts: Texts): string {
  for (const [form, words] of texts.evidence) {
    const found = form.exec(detail);
    if (found !== null) return fill(words, Object.fromEntries(Object.entries(found)));
  }
  const known = evidenceSignals.find((one) => one === signal);
  return fill(texts.quoted, {
    signal: known === undefined ? signal : texts.signals[known],
    detail,
  });
}
