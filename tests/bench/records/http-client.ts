import { Agent, request } from 'node:http';

export interface HttpClient {
  /** Milliseconds. Throws unless it is answered 200. */
  send(method: 'GET' | 'POST', path: string, body?: Buffer): Promise<number>;
  close(): void;
}

/** As little as possible in front of the socket: what is measured is on the other side. */
export function createHttpClient(url: string, key: string): HttpClient {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const base = { authorization: `Bearer ${key}` };
  return {
    send: (method, path, body) =>
      new Promise((resolve, reject) => {
        const began = performance.now();
        const headers =
          body === undefined
            ? base
            : { ...base, 'content-type': 'application/json', 'content-length': body.length };
        const asked = request(`${url}${path}`, { method, headers, agent }, (answer) => {
          let text = '';
          answer.setEncoding('utf8');
          answer.on('data', (part: string) => {
            if (text.length < 500 || answer.statusCode !== 200) text += part;
          });
          answer.on('end', () => {
            if (answer.statusCode === 200) resolve(performance.now() - began);
            else reject(new Error(`${path}: ${answer.statusCode ?? 0} ${text.slice(0, 500)}`));
          });
          answer.on('error', reject);
        });
        asked.on('error', reject);
        asked.end(body);
      }),
    close: () => {
      agent.destroy();
    },
  };
}
