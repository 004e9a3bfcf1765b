import type { z } from 'zod';

/** Asks the run's global set-up for one of its services, which starts it for the first who asks. */
export async function sharedService<S extends z.ZodType>(
  name: string,
  facts: S,
): Promise<z.output<S>> {
  const services = process.env['WATCHFLOW_TEST_SERVICES'];
  if (services === undefined)
    throw new Error(
      'Only tests of the projects that share their global set-up (jest.config.js) share services.',
    );
  const response = await fetch(`${services}/${name}`);
  const text = await response.text();
  if (!response.ok) throw new Error(`The shared ${name} did not start: ${text}`);
  return facts.parse(JSON.parse(text));
}
