const minutesPerUnit: Readonly<Record<string, number>> = { m: 1, h: 60, d: 1_440 };
const longestMinutes = 31 * 1_440;

/**
 * Minutes of `30m`, `6h`, `1d` or ISO 8601 `PT30M`, `PT6H`, `P1D`; undefined for anything else, and for less than a
 * minute or more than 31 days.
 */
export function parseInterval(text: string): number | undefined {
  const [, amount, unit] =
    /^(?:P(?=\d+D$)|PT(?=\d+[HM]$))?(\d{1,5})([mhd])$/i.exec(text.trim()) ?? [];
  const minutes = Number(amount) * (minutesPerUnit[unit?.toLowerCase() ?? ''] ?? Number.NaN);
  return minutes >= 1 && minutes <= longestMinutes ? minutes : undefined;
}

/** The shortest text: 90 minutes are `90m`, 60 are `1h`, 1,440 are `1d`. */
export function formatInterval(minutes: number): string {
  if (minutes % 1_440 === 0) return `${minutes / 1_440}d`;
  return minutes % 60 === 0 ? `${minutes / 60}h` : `${minutes}m`;
}
