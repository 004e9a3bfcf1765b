import { NodeHttpHandler, type NodeHttpHandlerOptions } from '@smithy/node-http-handler';

type Handler = Pick<NodeHttpHandler, 'handle' | 'destroy'>;
type Request = Parameters<Handler['handle']>[0];

/** A service may put the parts of a large object together, or copy one, for so many times as long as it may else be silent. */
const patience = 15;

/** Silent sockets are given up, later where silence is work. */
export function createPatientHandler(options: NodeHttpHandlerOptions): Handler {
  const usual = new NodeHttpHandler(options);
  const patient = new NodeHttpHandler({
    ...options,
    socketTimeout: (options.socketTimeout ?? 0) * patience,
  });
  return {
    handle: (request, rest) => (isLongWork(request) ? patient : usual).handle(request, rest),
    destroy() {
      usual.destroy();
      patient.destroy();
    },
  };
}

const isLongWork = ({ method, query, headers }: Request): boolean =>
  (method === 'POST' && query['uploadId'] !== undefined) ||
  headers['x-amz-copy-source'] !== undefined;
