import { z } from 'zod';

const logLine = z.looseObject({
  level: z.string(),
  time: z.string(),
  event: z.string().optional(),
});

const toText = (value: unknown): string =>
  typeof value === 'string' && /^[^\s"=]+$/.test(value) ? value : JSON.stringify(value);

/** A JSON log line as a short one for people: `18:04:05 warn  upstream asked us to wait  side=trakt`; stacks on lines of their own. */
export function prettyLine(line: string): string {
  const { level, time, event, err, ...fields } = logLine.parse(JSON.parse(line));
  const facts = Object.entries(fields).map(([name, value]) => `${name}=${toText(value)}`);
  const head = [time.slice(11, 19), level.padEnd(5), event ?? '', ...facts].join(' ');
  return `${head}${err === undefined ? '' : errorText(err)}\n`;
}

const loggedError = z.looseObject({ message: z.string(), stack: z.string().optional() });

function errorText(err: unknown): string {
  const { success, data } = loggedError.safeParse(err);
  if (!success) return ` err=${toText(err)}`;
  return `\n  ${(data.stack ?? data.message).replaceAll('\n', '\n  ')}`;
}
