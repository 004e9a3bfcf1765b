import { json, startRawServer, type Reply, type SeenRequest } from '../raw-server.js';

interface Item {
  readonly id: string;
  readonly version: number;
  readonly session_id?: string;
}

/** The items of a batch that was sent. */
export const itemsOf = ({ body }: SeenRequest): readonly Item[] =>
  (JSON.parse(body) as { readonly items: readonly Item[] }).items;

/** What a server says that takes everything. */
export const taken = (request: SeenRequest): Reply =>
  json({ verdicts: itemsOf(request).map(({ id }) => ({ id, verdict: 'inserted' })), counts: {} });

/** A problem document. */
export const problem = (
  status: number,
  code: string,
  headers: Readonly<Record<string, string>> = {},
) =>
  json(
    { type: `/docs#${code}`, title: code, status, code, detail: `${code}.`, request_id: 'r1' },
    headers,
    status,
  );

/** A server of records that says what a test wants, and takes everything after that. */
export const startRecordsServer = (
  say: (request: SeenRequest, index: number) => Reply | undefined = () => undefined,
) => startRawServer((request, index) => say(request, index) ?? taken(request));
