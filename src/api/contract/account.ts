import { z } from 'zod';
import { locales, roles, type Person } from '../../areas/accounts/index.js';
import { limitsSchema, limitsWish, toLimitsBody } from './limits.js';
import { nextCursorSchema } from './page.js';
import { timeSchema, toTime } from './time.js';

const roleSchema = z.enum(roles).describe('`admin` may manage accounts.');
const localeSchema = z.enum(locales).describe('Language of notifications and pages.');
// Exact rules are the accounts' own; these keep nonsense away.
const nameText = z
  .string()
  .min(1)
  .max(200)
  .describe(
    'Up to 64 characters of any script; unique without regard to case and width (Unicode NFKC).',
  );
const passwordText = z.string().min(1).max(1000);
const newPassword = passwordText.describe('10 to 256 characters of any kind.');
const presentPassword = passwordText.describe('The present one.');

export const personSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    role: roleSchema,
    locale: localeSchema,
    set_up: z.boolean().describe('False until the person has chosen a password by a set-up link.'),
    created_at: timeSchema,
    disabled_at: timeSchema.nullable().describe('Since when they are kept out.'),
    limits: limitsSchema.describe(
      'Of all API keys of the person together; GET /api/v1/users/{id}/limits says what is used.',
    ),
  })
  .meta({ id: 'User' });

export const personExample: z.infer<typeof personSchema> = {
  id: 'u_5f0c7c1e3a0e4f57',
  name: '小明',
  role: 'member',
  locale: 'zh-CN',
  set_up: true,
  created_at: '2026-11-22T09:00:00.000Z',
  disabled_at: null,
  limits: { per_minute: null, per_day: 10_000, per_month: null },
};

export const toPersonBody = (person: Person): z.infer<typeof personSchema> => ({
  id: person.id,
  name: person.name,
  role: person.role,
  locale: person.locale,
  set_up: person.isSetUp,
  created_at: person.createdAt.toISOString(),
  disabled_at: toTime(person.disabledAt),
  limits: toLimitsBody(person.limits),
});

export const peoplePageSchema = z
  .object({ items: z.array(personSchema), next_cursor: nextCursorSchema })
  .meta({ id: 'UserPage' });

const personLimits = limitsWish.describe(
  'Of all API keys of the person together. What is left out stays; null: as configured for everybody.',
);

export const newPersonSchema = z
  .strictObject({
    name: nameText,
    password: newPassword
      .optional()
      .describe('Left out, the answer holds a set-up link by which the person chooses one.'),
    role: roleSchema.default('member'),
    locale: localeSchema.default('en'),
    limits: personLimits.optional(),
  })
  .meta({ id: 'NewUser' });

const setupAddress = z
  .string()
  .nullable()
  .describe('To hand to the person; shown once, works once. Null when not needed or shown before.');

export const madePersonSchema = personSchema
  .extend({ setup_url: setupAddress })
  .meta({ id: 'MadeUser' });

export const setupLinkSchema = z
  .object({ setup_url: setupAddress, expires_at: timeSchema })
  .meta({ id: 'SetupLink' });

export const setupUrlExample =
  'https://watchflow.example.org/setup#q2hQ0mYb8Jf6Zr1cXv3nT5wK7uLdPsAeRgMiVoYtHjE';

export const personChangeSchema = z
  .strictObject({
    name: nameText.optional(),
    locale: localeSchema.optional(),
    password: newPassword.optional(),
    current_password: presentPassword
      .optional()
      .describe('Needed to change the password of the own account.'),
    role: roleSchema.optional().describe('By administrators.'),
    disabled: z.boolean().optional().describe('By administrators.'),
    limits: personLimits.optional(),
  })
  .meta({ id: 'UserChange' });

export const deletionSchema = z
  .strictObject({
    password: presentPassword.optional().describe('Needed to delete the own account.'),
  })
  .meta({ id: 'UserDeletion' });

export const deletedSchema = z
  .object({
    outcome: z
      .enum(['deleted', 'deleting'])
      .describe('`deleting`: nobody gets in any more; what is left goes in a moment.'),
  })
  .meta({ id: 'UserDeleted' });

export const idParams = z.strictObject({ id: z.string().min(1).max(100) });

export const setupSchema = z
  .strictObject({
    token: z.string().min(1).max(200).describe('What stands behind # in the set-up link.'),
    name: nameText.optional().describe('Left out, the name the account has.'),
    password: newPassword,
    locale: localeSchema.optional(),
  })
  .meta({ id: 'SetUp' });
