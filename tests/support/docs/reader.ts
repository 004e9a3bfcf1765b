import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { decideAt, decideForDevice } from '../oauth-browser.js';
import { missingIn } from './compare-answer.js';
import type { Installation } from './installation.js';
import { createNotes } from './notes.js';
import type { ShownCommand } from './read-page.js';
import type { Ran } from './shell.js';

/** Types what a page shows, takes notes of the answers, and does in a browser what they ask for. */
export interface Reader {
  /** Throws unless the command succeeds and answers what the page shows. */
  follow(command: ShownCommand): Promise<void>;
}

export interface ReaderOptions {
  readonly installation: Installation;
  /** Ports that the pages name and others may have, and which to take instead. */
  readonly ports: Readonly<Record<string, number>>;
}

const asksForConsent = z.looseObject({ authorization_url: z.string() });
const asksForCode = z.looseObject({
  status: z.literal('pending'),
  user_code: z.string(),
  verification_url: z.string(),
});

const patienceMs = 15_000;

export function createReader({ installation, ports }: ReaderOptions): Reader {
  const { shell, address, setupToken, bangumiToken } = installation;
  const notes = createNotes();
  notes.write('token', setupToken);
  notes.write('your token', bangumiToken);

  /** Addresses first: an id may well hold the digits of a port. */
  const typed = (text: string): string =>
    notes.fill(
      Object.entries(ports).reduce(
        (here, [port, ours]) => here.replaceAll(port, String(ours)),
        text.replaceAll('127.0.0.1:7080', address),
      ),
    );

  return {
    async follow(command) {
      const deadline = Date.now() + patienceMs;
      for (;;) {
        const ran = await shell.run(typed(command.text));
        const fault = faultOf(command, ran);
        if (fault === undefined) {
          notes.take(ran.stdout);
          await doWhatItAsks(ran.stdout);
          return;
        }
        if (!isReading(command.text) || Date.now() > deadline) throw new Error(fault);
        await pause(100);
      }
    },
  };
}

/** A look changes nothing, so it is taken again until it shows what the page says: syncs and deliveries take their time. */
const isReading = (text: string): boolean => /^(?:api|cat) /.test(text) && !/ -[dX] /.test(text);

function faultOf({ page, text, answer }: ShownCommand, ran: Ran): string | undefined {
  const missing =
    ran.code === 0
      ? answer === undefined
        ? []
        : missingIn(answer, ran.stdout.trim())
      : [`exit code ${ran.code}`];
  if (missing.length === 0) return undefined;
  return [`${page}: ${text}`, ...missing, ran.stdout, ran.stderr].join('\n');
}

async function doWhatItAsks(stdout: string): Promise<void> {
  const answer = parsed(stdout);
  const consent = asksForConsent.safeParse(answer);
  if (consent.success) {
    const back = await fetch(await decideAt(consent.data.authorization_url));
    if (!back.ok) throw new Error(`coming back from the service: ${await back.text()}`);
  }
  const device = asksForCode.safeParse(answer);
  if (!device.success) return;
  const { user_code: userCode, verification_url: verificationUrl } = device.data;
  await decideForDevice({ userCode, verificationUrl });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
