import type { Database } from '../../../platform/database/index.js';

/** So many mails in a row are refused for good before a channel is switched off. */
const mostRefusals = 3;

/** Answers whether that was one too many. */
export async function countRefusal(db: Database, id: string): Promise<boolean> {
  const [counted] = await db.notificationChannel.updateManyAndReturn({
    where: { id },
    data: { refusals: { increment: 1 } },
    select: { refusals: true },
  });
  return counted !== undefined && counted.refusals >= mostRefusals;
}

export async function forgetRefusals(
  db: Database,
  { id, refusals }: { readonly id: string; readonly refusals: number },
): Promise<void> {
  if (refusals === 0) return;
  await db.notificationChannel.updateMany({ where: { id }, data: { refusals: 0 } });
}
