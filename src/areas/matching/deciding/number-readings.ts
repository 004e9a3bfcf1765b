import type { EpisodeRow } from '../episode-row.js';
import type { EpisodeItem } from '../media-item.js';
import { foldTitle } from '../titles/fold-title.js';
import type { Reading } from './context.js';
import { isMain } from './row-date.js';

/** A subject and its rows. */
export interface Table {
  readonly subjectId: number;
  readonly rows: readonly EpisodeRow[];
}

/** The wiki's numbers may be fractional (8.5, 1.1), so they are compared as floats. */
const isSame = (left: number, right: number) => Math.abs(left - right) < 0.001;

/** `ep == k`: the number within the subject. */
export function readByEp(table: Table, k: number): Reading[] {
  return read(table, (row) => isSame(row.ep, k), `number ${k} within the subject`);
}

/** `sort == E`: the wiki's number, which goes on across seasons as a merged TMDB season does. */
export function readBySort(table: Table, number: number): Reading[] {
  return read(
    table,
    (row) => isSame(row.sort, number),
    `episode number ${number} is the wiki's number`,
  );
}

/** How many episodes the nearest of these has, the two nearest, … while they are known; nearest first. */
export function sumsOfEarlier(tables: readonly Pick<Table, 'rows'>[]): number[] {
  const sums: number[] = [];
  for (const table of tables) {
    const count = mainRows(table).filter((row) => row.sort >= 1 && row.sort % 1 === 0).length;
    if (count === 0) break;
    sums.push((sums.at(-1) ?? 0) + count);
  }
  return sums;
}

/**
 * Counting the episodes of earlier subjects says nothing against the wiki's own number: where its numbers go on from subject
 * to subject and one of them is this very number, only a count that leads to the same row is kept.
 */
export function withoutMiscounts(
  counted: readonly Reading[],
  { number }: Pick<EpisodeItem, 'number'>,
  { table, among }: { readonly table: Table; readonly among: readonly Table[] },
): readonly Reading[] {
  const isWikis = among.some((each) => goesOn(each) && readBySort(each, number).length > 0);
  return goesOn(table) && isWikis ? counted.filter(({ row }) => isSame(row.sort, number)) : counted;
}

export const goesOn = (table: Table) => (mainRows(table)[0]?.sort ?? 0) >= 2;

/** `sort == number_abs`: Trakt's absolute number. */
export function readByAbsolute(table: Table, item: EpisodeItem): Reading[] {
  const { numberAbs } = item;
  if (numberAbs === null) return [];
  const readings = read(
    table,
    (row) => isSame(row.sort, numberAbs),
    `absolute number ${numberAbs} is the wiki's number`,
  );
  return readings.map((reading) => ({
    ...reading,
    evidence: { ...reading.evidence, signal: 'absolute-number' },
  }));
}

/** `Episode 12`, `第12話`, `#12`: no title, and the same in every subject. */
const plainTitle = /^(?:episode|ep|#|第)?\s*\.?\s*\d+\s*(?:話|话|集|回)?$/iu;

/** The episode's own title, as the wiki has it in Japanese or Chinese, or in Latin letters. */
export function readByTitle(table: Table, { title }: EpisodeItem): Reading[] {
  const wanted = title === null || plainTitle.test(title.trim()) ? '' : foldTitle(title);
  if (wanted.length < 2) return [];
  return table.rows
    .filter(
      (row) => isMain(row) && [row.name, row.nameCn].some((name) => foldTitle(name) === wanted),
    )
    .map((row) => ({
      subjectId: table.subjectId,
      row,
      evidence: { signal: 'episode-title', detail: `its title is “${title ?? ''}”` },
    }));
}

/**
 * The number within the subject if a prologue (sort 0, or a recap such as 22.5 before 23) is not counted:
 * the wiki's `ep` counts it, TMDB may file it as a special.
 */
export function readPastPrologue(table: Table, k: number): Reading[] {
  const first = firstWhole(table);
  if (first === undefined || !beginsWithPrologue(table)) return [];
  const number = Math.floor(first.sort) + k - 1;
  return read(
    table,
    (row) => isSame(row.sort, number),
    `number ${k} if the prologue is not counted`,
  );
}

export function beginsWithPrologue(table: Table): boolean {
  return firstWhole(table) !== mainRows(table)[0];
}

/** 1.1 is the first half of 1, 0.5 and 22.5 come before the count. */
const firstWhole = (table: Table) =>
  mainRows(table).find((row) => row.sort >= 1 && row.sort % 1 < 0.5);

/**
 * The k-th row in the wiki's order, recaps counted, and the k-th with recaps left out. A position proves little
 * by itself, so these count only where the date agrees.
 */
export function readByPosition(table: Table, k: number): Reading[] {
  const rows = mainRows(table);
  const stories = rows.filter((row) => !isRecap(row));
  return [rows[k - 1], stories[k - 1]]
    .filter((row) => row !== undefined)
    .map((row) => ({
      subjectId: table.subjectId,
      row,
      evidence: number(`row ${k} in the wiki's order, recaps considered`),
    }));
}

const recapWords = /総集編|總集篇|总集篇|総集篇|振り返り|ふりかえり|特別編|recap/i;

/** 8.5 is a recap; 1.1 and 1.2 are the halves of a double premiere. */
const isRecap = (row: EpisodeRow) =>
  row.sort % 1 >= 0.5 || recapWords.test(row.name) || recapWords.test(row.nameCn);

export function mainRows({ rows }: Pick<Table, 'rows'>): readonly EpisodeRow[] {
  return rows
    .filter(isMain)
    .toSorted((left, right) =>
      left.sort === right.sort ? left.id - right.id : left.sort - right.sort,
    );
}

function read(table: Table, isMeant: (row: EpisodeRow) => boolean, detail: string): Reading[] {
  return table.rows
    .filter((row) => isMain(row) && isMeant(row))
    .map((row) => ({ subjectId: table.subjectId, row, evidence: number(detail) }));
}

const number = (detail: string) => ({ signal: 'number', detail });
