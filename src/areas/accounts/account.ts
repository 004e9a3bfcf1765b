import { randomBytes } from 'node:crypto';
import { limitsOf, type Limits } from './limits.js';

export const roles = ['admin', 'member'] as const;
export type Role = (typeof roles)[number];

export const locales = ['zh-CN', 'en'] as const;
export type Locale = (typeof locales)[number];

/** A person who uses watchflow, as they and administrators see them. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly locale: Locale;
  /** False until the person has chosen a password by their set-up link. */
  readonly isSetUp: boolean;
  readonly createdAt: Date;
  /** Since when they are kept out. */
  readonly disabledAt: Date | null;
  /** Of all their keys together. */
  readonly limits: Limits;
}

/** Who stands behind a request, and by what. */
export interface AccountActor {
  readonly userId: string;
  readonly role: Role;
  /** `*` stands for all that the role may do. */
  readonly scopes: readonly string[];
  readonly via:
    | {
        readonly kind: 'key';
        readonly keyId: string;
        readonly limits: Limits;
        /** Of all keys of the person together. */
        readonly ofAllKeys: Limits;
      }
    | { readonly kind: 'session'; readonly sessionId: string };
}

interface PersonRow extends Limits {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly locale: string;
  readonly passwordHash: string | null;
  readonly createdAt: Date;
  readonly disabledAt: Date | null;
}

export const toPerson = (row: PersonRow): Person => ({
  id: row.id,
  name: row.name,
  role: toRole(row.role),
  locale: row.locale === 'zh-CN' ? 'zh-CN' : 'en',
  isSetUp: row.passwordHash !== null,
  createdAt: row.createdAt,
  disabledAt: row.disabledAt,
  limits: limitsOf(row),
});

export const toRole = (role: string): Role => (role === 'admin' ? 'admin' : 'member');

/** Opaque: it shows in workflow ids and logs. */
export const newId = (kind: 'u' | 'k' | 's'): string => `${kind}_${randomBytes(8).toString('hex')}`;
