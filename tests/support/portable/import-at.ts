import type { Readable } from 'node:stream';
import axios from 'axios';
import type { z } from 'zod';
import {
  faultPageSchema,
  importSchema,
  importTicketSchema,
} from '../../../src/api/contract/portable/import.js';
import { eventually } from '../eventually.js';
import type { Person } from '../with-people.js';
import type { TestWatchflow } from '../with-watchflow.js';

export type ImportBody = z.infer<typeof importSchema>;
export type FaultBody = z.infer<typeof faultPageSchema>['items'][number];

export interface Sending {
  readonly type?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly key?: string;
}

/** Imports and exports of one person, by the API. */
export async function importAt(
  { watchflow }: TestWatchflow,
  address: string,
  { userId }: Pick<Person, 'userId'>,
) {
  const { key } = await watchflow.accounts.keys.create(userId, { name: 'data', scopes: ['*'] });
  const http = axios.create({
    baseURL: address,
    headers: { authorization: `Bearer ${key}` },
    validateStatus: () => true,
    maxBodyLength: Infinity,
    proxy: false,
  });

  const send = (file: string | Buffer | Readable, { type, query, key: repeat }: Sending = {}) =>
    http.post<unknown>('/api/v1/imports', file, {
      params: query,
      headers: {
        'content-type': type ?? 'application/octet-stream',
        ...(repeat === undefined ? {} : { 'idempotency-key': repeat }),
      },
      transformRequest: (data: unknown) => data,
    });

  const read = async (id: string): Promise<ImportBody> =>
    importSchema.parse((await http.get<unknown>(`/api/v1/imports/${id}`)).data);

  const ended = (id: string): Promise<ImportBody> =>
    eventually(async () => {
      const body = await read(id);
      return body.ended_at === null ? undefined : body;
    }, 'the end of the import');

  const faultsOf = async (id: string): Promise<FaultBody[]> =>
    faultPageSchema.parse((await http.get<unknown>(`/api/v1/imports/${id}/faults?limit=100`)).data)
      .items;

  return {
    http,
    send,
    read,
    ended,
    faultsOf,
    /** To its end. */
    async take(file: string | Buffer | Readable, sending?: Sending) {
      const { status, data } = await send(file, sending);
      if (status !== 202) throw new Error(`refused: ${JSON.stringify(data)}`);
      const body = await ended(importTicketSchema.parse(data).import_id);
      return { body, faults: await faultsOf(body.id) };
    },
    async takeOut(what: string, format: 'jsonl' | 'csv' = 'jsonl'): Promise<string> {
      const { data, status } = await http.get<string>('/api/v1/export', {
        params: { what, format },
        responseType: 'text',
        transformResponse: (text: string) => text,
      });
      if (status !== 200) throw new Error(data);
      return data;
    },
  };
}
