import type { ListDraft, ListView } from '../list.js';
import type { ListRecord } from '../stores/list-store.js';

/** What the person said of it. */
export const toDraft = (list: ListRecord): ListDraft => ({
  name: list.name,
  description: list.description,
  rule: list.rule,
  privacy: list.privacy,
  displayNumbers: list.displayNumbers,
  allowComments: list.allowComments,
  overflow: list.overflow,
  strangers: list.strangers,
  whenGone: list.whenGone,
  enabled: list.enabled,
});

export const toView = (list: ListRecord): ListView => ({
  ...toDraft(list),
  id: list.id,
  userId: list.userId,
  version: list.version,
  title: list.title,
  count: list.evaluatedAt === null ? null : list.count,
  standing: list.standing,
  advice: list.advice,
  standingSince: list.standingSince,
  parts: list.parts,
  importsFrom: list.importsFrom,
  evaluatedAt: list.evaluatedAt,
  changedAt: list.changedAt,
  createdAt: list.createdAt,
  updatedAt: list.updatedAt,
  deletedAt: list.deletedAt,
});
