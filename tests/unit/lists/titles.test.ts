import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  faultsOfOwnText,
  fillTemplate,
  markerOf,
  ownTextOf,
  parseTemplate,
  partName,
  readMarker,
  templateFields,
  toDescription,
  traktLengths,
  type TemplateFacts,
} from '../../../src/areas/lists/index.js';

const at = { place: '/name', longest: traktLengths.name };
const facts: TemplateFacts = {
  now: new Date('2026-12-31T18:05:00Z'),
  timeZone: 'Asia/Shanghai',
  language: 'zh-CN',
  count: 1234,
  updatedAt: new Date('2026-11-30T11:05:59Z'),
};

function filled(text: string, rest: Partial<TemplateFacts> = {}, longest = 100): string {
  const parsed = parseTemplate(text, at);
  if (parsed.kind === 'faulty') throw new Error(parsed.faults[0]?.message);
  return fillTemplate(parsed.template, { ...facts, ...rest }, longest);
}

function expectFault(text: string, message: unknown): void {
  expect(parseTemplate(text, at)).toEqual({
    kind: 'faulty',
    faults: [{ place: '/name', message }],
  });
}

describe('a title by template', () => {
  it('speaks the person’s language, by the person’s clock', () => {
    const text = '{{season}}·{{season_name}}·{{year}}·{{month}}·{{date}}·{{updated}}·{{count}}';
    expect(filled(text)).toBe('2027年冬季·冬季·2027·1月·2027年1月1日·2026-11-30 19:05·1234');
    expect(filled(text, { language: 'en', timeZone: 'UTC' })).toBe(
      'Fall 2026·Fall·2026·December·December 31, 2026·2026-11-30 11:05·1234',
    );
  });

  it.each([
    ['2026-01-01', '2025年秋季', '2026年冬季', '2026年春季'],
    ['2026-06-30', '2026年冬季', '2026年春季', '2026年夏季'],
    ['2026-09-01', '2026年春季', '2026年夏季', '2026年秋季'],
    ['2026-12-31', '2026年夏季', '2026年秋季', '2027年冬季'],
  ])('on %s knows the seasons around it', (day, ...around) => {
    const now = new Date(`${day}T00:00:00Z`);
    const text = '{{previous_season}} {{season}} {{ next_season }}';
    expect(filled(text, { now, timeZone: 'UTC' })).toBe(around.join(' '));
  });

  it('says where it is wrong, and what is allowed', () => {
    const known = `known are ${templateFields.join(', ')}`;
    expectFault(
      '新番 {{seson}}',
      `character 4: {{seson}} is not known; did you mean {{season}}? ${known}`,
    );
    expectFault('{{}}', `character 1: names no field between {{ and }}; ${known}`);
    expectFault('{{xyz}} a', `character 1: {{xyz}} is not known; ${known}`);
    expectFault('a {{year', 'character 3: opens {{ and never closes it with }}');
    expectFault('a}} b', 'character 2: closes }} what nothing opened');
    expectFault('長'.repeat(101), 'has 101 characters of its own; 100 at most');
  });

  it('says all that is wrong at once', () => {
    expect(parseTemplate('{{a}} }} {{b}} {{', at)).toMatchObject({ faults: { length: 4 } });
  });

  it('leaves single braces and other signs alone', () => {
    expect(filled('{a} $& ${b} %s')).toBe('{a} $& ${b} %s');
  });

  it('is never longer than Trakt takes, and never ends in half a character', () => {
    expect(filled('{{date}} 👩‍👩‍👧 end', {}, 12)).toBe('2027年1月1日…');
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.integer({ min: 1, max: 30 }),
        (text, longest) => {
          const parsed = parseTemplate(text, { place: '', longest: 1_000 });
          fc.pre(parsed.kind === 'template');
          const title = fillTemplate(parsed.template, facts, longest);
          expect(title.length).toBeLessThanOrEqual(longest);
          expect(title).not.toMatch(/\p{Cs}/u);
        },
      ),
    );
  });

  it('of one of several lists keeps its number, whatever its length', () => {
    expect(partName('新番', 1, 1)).toBe('新番');
    expect(partName('新番', 2, 3)).toBe('新番 (2/3)');
    const long = partName('x'.repeat(500), 2, 3);
    expect(long).toMatch(/x… \(2\/3\)$/);
    expect(long).toHaveLength(traktLengths.name);
  });
});

describe('the marker of a list', () => {
  const marker = markerOf('11111111-1111-4111-8111-111111111111');

  it('is the same for the same list, and another for each other and each part', () => {
    expect(marker).toMatch(/^[0-9a-z]{8}$/);
    expect(markerOf('11111111-1111-4111-8111-111111111111')).toBe(marker);
    const others = Array.from({ length: 2_000 }, (_, id) => [
      markerOf(String(id)),
      markerOf(String(id), 2),
    ]);
    expect(new Set(others.flat())).toHaveProperty('size', 4_000);
  });

  it('stands behind our sentence, or behind the person’s own words', () => {
    expect(toDescription(' ', marker)).toBe(`Created and managed by watchflow · wf:${marker}`);
    expect(toDescription('我的片单\n', marker)).toBe(`我的片单 · wf:${marker}`);
  });

  it('is read again, from whatever words and however long', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 3_000 }), (own) => {
        const description = toDescription(own, marker);
        expect(description.length).toBeLessThanOrEqual(traktLengths.description);
        expect(readMarker(description)).toBe(marker);
        fc.pre(own.length < 900 && readMarker(own) === null);
        expect(ownTextOf(description)).toBe(own.trim());
      }),
    );
    expect(ownTextOf(toDescription('', marker))).toBe('');
  });

  it('is found though the person wrote behind it, and last where there are two', () => {
    expect(readMarker('Created and managed by watchflow · wf:ab12cd34')).toBe('ab12cd34');
    expect(readMarker('mine · wf:00000000 · wf:ab12cd34 and more')).toBe('ab12cd34');
    expect(ownTextOf('mine · wf:ab12cd34 and more')).toBe('mine and more');
  });

  it.each([
    null,
    '',
    'wf:ab12cd34',
    '· wf:ab12cd345',
    '· wf:AB12CD34',
    'a·wf:ab12cd34',
    'watchflow',
  ])('is not in %p', (description) => {
    expect(readMarker(description)).toBeNull();
  });

  it('is nothing a person may write', () => {
    expect(faultsOfOwnText('my list', '/description')).toEqual([]);
    expect(faultsOfOwnText('my list · wf:ab12cd34', '/description')).toMatchObject([
      { place: '/description' },
    ]);
  });
});
