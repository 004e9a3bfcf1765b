import type { Database } from '../../platform/database/index.js';
import type { Clock } from '../../platform/lib/clock.js';
import { InputError } from '../../platform/lib/errors.js';
import { parseCursor, toPage, type Page } from '../../platform/lib/page-cursor.js';
import { events, isEvent, type NotificationEvent, type Severity } from './events.js';
import { render, type Facts, type Rendered } from './rendering/render.js';
import type { Locale } from './rendering/templates.js';
import { parseFacts } from './parse-facts.js';

/** A notification in its reader's language. */
export interface NotificationView extends Rendered {
  readonly id: string;
  readonly event: NotificationEvent;
  readonly severity: Severity;
  readonly data: Facts;
  readonly createdAt: Date;
  readonly readAt: Date | null;
  readonly archivedAt: Date | null;
}

export interface InboxFilter {
  /** Left out: read ones too. */
  readonly unread?: boolean | undefined;
  /** Archived ones instead of the others. */
  readonly archived?: boolean | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface InboxPage extends Page<NotificationView> {
  /** Of the whole inbox. */
  readonly unread: number;
}

export interface InboxDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly localeOf: (userId: string) => Promise<Locale>;
}

/** `read` and `archived` each as given; undefined leaves it. */
export interface InboxMark {
  readonly read?: boolean | undefined;
  readonly archived?: boolean | undefined;
}

/** What a person is told inside watchflow. */
export function createInbox({ db, clock, localeOf }: InboxDeps) {
  const ofInbox = (userId: string) => ({ userId, inInbox: true });
  const countUnread = (userId: string): Promise<number> =>
    db.notification.count({ where: { ...ofInbox(userId), readAt: null, archivedAt: null } });

  return {
    countUnread,

    /** Newest first. Throws InputError for a cursor that is none. */
    async list(
      userId: string,
      { unread, archived = false, limit, cursor }: InboxFilter,
    ): Promise<InboxPage> {
      const before = cursor === undefined ? undefined : idOf(cursor);
      const where = {
        ...ofInbox(userId),
        ...(unread === undefined ? {} : { readAt: unread ? null : { not: null } }),
        archivedAt: archived ? { not: null } : null,
        ...(before === undefined ? {} : { id: { lt: before } }),
      };
      const [locale, rows, unreadCount] = await Promise.all([
        localeOf(userId),
        db.notification.findMany({ where, orderBy: { id: 'desc' }, take: limit + 1 }),
        countUnread(userId),
      ]);
      const page = toPage(rows, limit, {
        place: ({ createdAt, id }) => ({ at: createdAt, id: String(id) }),
        item: (row) => toView(row, locale),
      });
      return { ...page, items: page.items.flat(), unread: unreadCount };
    },

    /** Undefined when there is no such notification of this person. A time that is set already stays. */
    async mark(userId: string, id: string, mark: InboxMark): Promise<NotificationView | undefined> {
      const key = toId(id);
      if (key === undefined) return undefined;
      const where = { ...ofInbox(userId), id: key };
      const now = clock.now();
      for (const [column, wanted] of [
        ['readAt', mark.read],
        ['archivedAt', mark.archived],
      ] as const) {
        if (wanted === undefined) continue;
        await db.notification.updateMany({
          where: { ...where, [column]: wanted ? null : { not: null } },
          data: { [column]: wanted ? now : null },
        });
      }
      const row = await db.notification.findFirst({ where });
      const [view] = row === null ? [] : toView(row, await localeOf(userId));
      return view;
    },

    /** All that have come until now; answers how many were unread. */
    async readAll(userId: string): Promise<number> {
      const { count } = await db.notification.updateMany({
        where: { ...ofInbox(userId), readAt: null, archivedAt: null },
        data: { readAt: clock.now() },
      });
      return count;
    },
  };
}

interface Row {
  readonly id: bigint;
  readonly event: string;
  readonly data: unknown;
  readonly createdAt: Date;
  readonly readAt: Date | null;
  readonly archivedAt: Date | null;
}

/** None for an event that a newer version wrote and this one does not know. */
function toView({ id, event, data, ...times }: Row, locale: Locale): NotificationView[] {
  if (!isEvent(event)) return [];
  const facts = parseFacts(data);
  const { severity } = events[event];
  const { createdAt, readAt, archivedAt } = times;
  return [
    {
      id: String(id),
      event,
      severity,
      data: facts,
      createdAt,
      readAt,
      archivedAt,
      ...render(event, facts, locale),
    },
  ];
}

const toId = (text: string): bigint | undefined =>
  /^[1-9]\d{0,17}$/.test(text) ? BigInt(text) : undefined;

function idOf(cursor: string): bigint {
  const id = toId(parseCursor(cursor).id);
  if (id !== undefined) return id;
  const message = 'is not a cursor of this list; start again without it';
  throw new InputError('query', [{ place: '/cursor', message }]);
}
