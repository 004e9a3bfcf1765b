import axios from 'axios';
import { createApi, type ApiDeps } from '../../../src/api/create-api.js';
import { createFakePorts, keys } from './fake-ports.js';

interface Sent {
  readonly data?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly transformRequest?: (data: unknown) => unknown;
}

/** The api on a free port over fakes; `call` sends the key of everything unless told otherwise. */
export async function startApi(over: Partial<ApiDeps> = {}) {
  const ports = createFakePorts();
  const api = await createApi({ ...ports.deps, ...over }).listen({ host: '127.0.0.1', port: 0 });
  const http = axios.create({
    baseURL: api.url,
    validateStatus: () => true,
    maxRedirects: 0,
    proxy: false,
  });
  const call = async (method: string, url: string, config: Sent = {}) =>
    http.request<unknown>({
      method,
      url,
      ...config,
      headers: { authorization: `Bearer ${keys.all}`, ...config.headers },
    });
  return { ...ports, api, call, http };
}
