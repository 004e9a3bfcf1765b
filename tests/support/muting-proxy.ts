import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A way to a server on which what it says can be held back, as a pooler or a dead line would. */
export interface MutingProxy {
  /** The same address by this way. */
  readonly url: string;
  mute(): void;
  /** Lets through what was held back, and all else. */
  unmute(): void;
  close(): Promise<void>;
}

export async function startMutingProxy(target: string): Promise<MutingProxy> {
  const to = new URL(target);
  const lines = new Set<readonly [Socket, Socket]>();
  let isMuted = false;
  const server = createServer((near) => {
    const far = connect(Number(to.port), to.hostname);
    const line = [near, far] as const;
    lines.add(line);
    near.pipe(far);
    far.pipe(near);
    if (isMuted) far.unpipe(near).pause();
    for (const socket of line) {
      socket.on('error', () => undefined);
      socket.on('close', () => {
        lines.delete(line);
        for (const end of line) end.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(target);
  url.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: url.href,
    mute() {
      isMuted = true;
      for (const [near, far] of lines) far.unpipe(near).pause();
    },
    unmute() {
      isMuted = false;
      for (const [near, far] of lines) far.pipe(near);
    },
    async close() {
      for (const [near] of lines) near.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
