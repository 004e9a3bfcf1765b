import { once } from 'node:events';
import type { Socket } from 'node:net';
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server';
import { readMail, type ReadMail } from './read-mail.js';

/** What the server does with a mail. */
export type MailReply =
  | 'accept'
  /** All is read, and the connection is destroyed instead of an answer. */
  | 'drop'
  /** All is read, and nothing is ever answered. */
  | 'hang'
  | { readonly at: 'sender' | 'reader' | 'data'; readonly code: number };

export interface SeenMail extends ReadMail {
  readonly from: string;
  readonly to: string;
  readonly raw: string;
}

export interface MailServerOptions {
  readonly reply?: ((index: number) => MailReply) | undefined;
  /** Asks for these; without them it takes everybody. */
  readonly credentials?: { readonly user: string; readonly password: string } | undefined;
  readonly offersTls?: boolean | undefined;
}

export interface MailServer {
  readonly port: number;
  /** Mails that arrived whole, whatever was answered. */
  readonly seen: readonly SeenMail[];
  /** Mails begun. */
  readonly begun: () => number;
  close(): Promise<void>;
}

const refusal = (code: number): Error =>
  Object.assign(new Error('secret words of the server'), { responseCode: code });

/** A real SMTP server that can be made to fail. */
export async function startMailServer({
  reply = () => 'accept',
  credentials,
  offersTls = false,
}: MailServerOptions = {}): Promise<MailServer> {
  const seen: SeenMail[] = [];
  const sockets = new Map<number, Socket>();
  let begun = 0;
  let wanted: MailReply = 'accept';
  const refusedAt = (at: string): Error | null =>
    typeof wanted === 'object' && wanted.at === at ? refusal(wanted.code) : null;
  const server = new SMTPServer({
    authOptional: credentials === undefined,
    allowInsecureAuth: true,
    // Else it warns that its certificate is nobody's.
    logger: false,
    disabledCommands: offersTls ? [] : ['STARTTLS'],
    closeTimeout: 10,
    onAuth: ({ username, password }, _session, answer) => {
      const isRight = username === credentials?.user && password === credentials?.password;
      answer(isRight ? null : refusal(535), { user: username });
    },
    onMailFrom: (_address, _session, answer) => {
      wanted = reply(begun);
      begun += 1;
      answer(refusedAt('sender'));
    },
    onRcptTo: (_address, _session, answer) => {
      answer(refusedAt('reader'));
    },
    onData: (stream, { envelope, remotePort }, answer) => {
      readAll(stream).then((raw) => {
        const { mailFrom, rcptTo } = envelope;
        const from = mailFrom === false ? '' : mailFrom.address;
        seen.push({ ...readMail(raw), from, to: rcptTo.map(({ address }) => address).join(), raw });
        if (wanted === 'drop') sockets.get(remotePort)?.destroy();
        else if (wanted !== 'hang') answer(refusedAt('data'));
      }, answer);
    },
  });
  server.on('error', () => undefined);
  server.server.on('connection', (socket: Socket) => {
    sockets.set(socket.remotePort ?? 0, socket);
  });
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const address = listening.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    seen,
    begun: () => begun,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets.values()) socket.destroy();
        server.close(() => {
          resolve();
        });
      }),
  };
}

async function readAll(stream: SMTPServerDataStream): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(Buffer.from(piece as Uint8Array));
  return Buffer.concat(pieces).toString('latin1');
}
