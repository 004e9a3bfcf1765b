import type { Logger } from '../../platform/lib/logger.js';
import type { Accounts } from '../accounts/index.js';
import type { Finding, History } from '../history/index.js';
import type { Notifications } from '../notifications/index.js';
import type { JobLog } from './job-log.js';

export interface LedgerCheckDeps {
  readonly history: Pick<History, 'verifyLedger'>;
  readonly jobLog: Pick<JobLog, 'page'>;
  readonly accounts: { readonly people: Pick<Accounts['people'], 'listAdmins'> };
  readonly notifications: Pick<Notifications, 'notify'>;
  readonly log: Logger;
}

export interface LedgerCheck {
  /** Plays looked at, and what contradicts each other, by kind. Changes nothing of it; administrators are told of what is new. */
  run(signal?: AbortSignal): Promise<Readonly<Record<string, number>>>;
}

export const createLedgerCheck = ({
  history,
  jobLog,
  accounts,
  notifications,
  log,
}: LedgerCheckDeps): LedgerCheck => ({
  async run(signal) {
    const { plays, findings } = await history.verifyLedger(signal);
    const { items } = await jobLog.page('ledger-check', { limit: 1, status: 'SUCCESS' });
    const [before] = items;
    for (const { name, count, ids } of findings.filter(isThere))
      log.error({ finding: name, count, ids }, 'the ledger contradicts itself');
    const news = newAmong(findings, before?.result ?? {});
    if (news.length > 0) {
      const kinds = news.map(({ name }) => name).join(', ');
      const count = news.reduce((sum, one) => sum + one.count, 0);
      const dedupeKey = `${before?.id ?? 'first'}/${kinds}`;
      for (const userId of await accounts.people.listAdmins())
        await notifications.notify({
          ...{ userId, dedupeKey },
          event: 'ledger.astray',
          data: { count, kinds },
        });
    }
    return { plays, ...Object.fromEntries(findings.map(({ name, count }) => [name, count])) };
  },
});

const isThere = ({ count }: Finding): boolean => count > 0;

/** Kinds there was nothing of at the last look. */
export const newAmong = (
  findings: readonly Finding[],
  before: Readonly<Record<string, number>>,
): readonly Finding[] =>
  findings.filter((finding) => isThere(finding) && (before[finding.name] ?? 0) === 0);
