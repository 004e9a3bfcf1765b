import type { Fault } from '../../../platform/lib/errors.js';
import { nearest } from '../../../platform/lib/nearest.js';

/** All that may stand between braces. */
export const templateFields = [
  'season',
  'season_name',
  'next_season',
  'previous_season',
  'year',
  'month',
  'date',
  'updated',
  'count',
] as const;
export type TemplateField = (typeof templateFields)[number];

type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'field'; readonly field: TemplateField };

/** A title or description whose `{{fields}}` are filled in at each reconciliation. */
export type Template = readonly Part[];

export type ParsedTemplate =
  | { readonly kind: 'template'; readonly template: Template }
  | { readonly kind: 'faulty'; readonly faults: readonly Fault[] };

interface Place {
  /** JSON pointer of the text. */
  readonly place: string;
  /** Longest result allowed, in UTF-16 units. */
  readonly longest: number;
}

/** Reads a template and says everything that is wrong with it, each with its character, counted from 1. */
export function parseTemplate(text: string, { place, longest }: Place): ParsedTemplate {
  const parts: Part[] = [];
  const faults: Fault[] = [];
  let at = 0;
  const takeText = (to: number): void => {
    const plain = text.slice(at, to);
    const stray = plain.indexOf('}}');
    if (stray >= 0)
      faults.push(faultAt({ place, at: at + stray }, 'closes }} what nothing opened'));
    if (plain !== '') parts.push({ kind: 'text', text: plain });
  };
  for (let open = text.indexOf('{{'); open >= 0; open = text.indexOf('{{', at)) {
    takeText(open);
    const close = text.indexOf('}}', open);
    if (close < 0) {
      faults.push(faultAt({ place, at: open }, 'opens {{ and never closes it with }}'));
      at = text.length;
      break;
    }
    const field = text.slice(open + 2, close).trim();
    if (isField(field)) parts.push({ kind: 'field', field });
    else faults.push(faultAt({ place, at: open }, unknownField(field)));
    at = close + 2;
  }
  takeText(text.length);
  faults.push(...faultsOfText(parts, { place, longest }));
  return faults.length > 0 ? { kind: 'faulty', faults } : { kind: 'template', template: parts };
}

const isField = (name: string): name is TemplateField =>
  (templateFields as readonly string[]).includes(name);

function unknownField(name: string): string {
  const known = `known are ${templateFields.join(', ')}`;
  if (name === '') return `names no field between {{ and }}; ${known}`;
  const meant = nearest(name, templateFields);
  const shown = name.length > 40 ? `${name.slice(0, 40)}…` : name;
  const says = `{{${shown}}} is not known; `;
  return meant === undefined ? says + known : `${says}did you mean {{${meant}}}? ${known}`;
}

const faultAt = ({ place, at }: { place: string; at: number }, message: string): Fault => ({
  place,
  message: `character ${at + 1}: ${message}`,
});

/** What a field becomes is cut where it makes a text too long; the person's own words are theirs to shorten. */
function faultsOfText(parts: Template, { place, longest }: Place): Fault[] {
  const own = parts.reduce((sum, part) => sum + (part.kind === 'text' ? part.text.length : 0), 0);
  if (own <= longest) return [];
  return [{ place, message: `has ${own} characters of its own; ${longest} at most` }];
}
