const form = /^watchflow-(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z\.age$/;

/** `watchflow-20261130T025000Z.age` */
export const backupName = (madeAt: Date): string =>
  `watchflow-${madeAt.toISOString().replaceAll(/[-:]|\.\d+/g, '')}.age`;

/** When a backup of that name was made; undefined for a name that we do not give. */
export function madeAtOf(name: string): Date | undefined {
  const parts = form.exec(name)?.slice(1);
  if (parts === undefined) return undefined;
  const [year = '', month = '', day = '', ...time] = parts;
  const at = new Date(`${year}-${month}-${day}T${time.join(':')}Z`);
  return Number.isNaN(at.getTime()) ? undefined : at;
}
